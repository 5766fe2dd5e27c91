import { useTranslation } from 'react-i18next';

/** Words of this feature, with the common ones (tiers, stages) under `common:`. */
export function useClientWords() {
  return useTranslation(['clients', 'common']);
}
