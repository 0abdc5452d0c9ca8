"""What an installation is made of, and a look at whether it works."""

import warnings

# nameko's client brings eventlet, which announces its end at every import.
warnings.filterwarnings("ignore", message="\nEventlet is deprecated")
