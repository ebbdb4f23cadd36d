import { envoyFilterOnSidecars, pluginOnSidecars } from './extensions';
import { disabledMutualTls } from './mutual-tls';
import type { ObstacleKind } from './obstacle';

/** All kinds of obstacles, in the order of their names. */
export const OBSTACLE_KINDS: readonly ObstacleKind[] = [disabledMutualTls, envoyFilterOnSidecars, pluginOnSidecars];
