#include "ctorch_interface.h"
