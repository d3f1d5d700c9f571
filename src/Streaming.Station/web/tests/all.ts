import './connection.js';
import './derivations.js';
import './editedStages.js';
import './filters.js';
import './leads.js';
import './namePlaces.js';
import './nightRecord.js';
import './order.js';
