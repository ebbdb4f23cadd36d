export { addTo } from '../values/multimap';
