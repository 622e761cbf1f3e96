"""The ten questions: what is asked and counted, and the tables that tell it more closely."""

from auditor.questions.rules.asked import QUESTIONS as QUESTIONS
from auditor.questions.rules.asked import READS as READS
from auditor.questions.rules.asked import Asked as Asked
from auditor.questions.rules.asked import Question as Question
from auditor.questions.rules.asked import Told as Told
