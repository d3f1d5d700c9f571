import { monitor } from './client.js';
import { session } from './session.js';

/** Asks the service what whoever sits here may do. */
export async function whoAmI(): Promise<void> {
  const told = await monitor.whoAmI({});
  const scope = told.scope?.site ? `${told.scope.site}${told.scope.bed && `/${told.scope.bed}`}` : '';
  session.told(told.role, scope);
}
