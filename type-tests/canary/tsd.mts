// tsd must find this one error: 2 is no string.
import { expectType } from 'tsd'

expectType<string>(2)
