"""What a tool may be."""

from enum import StrEnum


class RiskLevel(StrEnum):
    """How much harm the office sees in a tool."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    EXTREME = "extreme"


class Category(StrEnum):
    """The technologies of the Atlas of Surveillance (Electronic Frontier Foundation), and ours."""

    LICENSE_PLATE_READERS = "automated license plate readers"
    BODY_CAMERAS = "body-worn cameras"
    CAMERA_REGISTRY = "camera registry"
    CELL_SITE_SIMULATOR = "cell-site simulator"
    DRONES = "drones"
    FACE_RECOGNITION = "face recognition"
    FUSION_CENTER = "fusion center"
    GUNSHOT_DETECTION = "gunshot detection"
    PREDICTIVE_POLICING = "predictive policing"
    REAL_TIME_CRIME_CENTER = "real-time crime center"
    DOORBELL_CAMERAS = "ring/neighbors partnership"
    VIDEO_ANALYTICS = "video analytics/computer vision"
    PHONE_FORENSICS = "phone forensics"
    SOCIAL_MEDIA_MONITORING = "social-media monitoring"
    DATA_BROKER = "data broker"
    GENERATIVE_AI = "generative AI"
    OTHER = "other"
