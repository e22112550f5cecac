#include "carrow.h"
