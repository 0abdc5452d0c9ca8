"""Files with figures that only evaluation keeps."""
