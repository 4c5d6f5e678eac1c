-- Orders and the advanced search are answered from memory: the list needs no index a column, which made up most of the
-- cost of writing. What waits is still read in the order of its deadlines before anything else is there.
DROP INDEX contract_by_agency;
DROP INDEX contract_by_number;
DROP INDEX contract_by_company;
DROP INDEX contract_by_department;
DROP INDEX contract_by_employee;
DROP INDEX contract_by_qualification;
DROP INDEX contract_by_justification;
DROP INDEX contract_by_starts_on;
DROP INDEX contract_by_ends_on;
DROP INDEX contract_by_pay_rate;
DROP INDEX contract_by_bill_rate;
DROP INDEX contract_by_signed_at;
DROP INDEX contract_by_deadline;
DROP INDEX invoice_by_agency;
DROP INDEX invoice_by_number;
DROP INDEX invoice_by_company;
DROP INDEX invoice_by_signed_at;
DROP INDEX invoice_by_issued_on;
DROP INDEX invoice_by_due_on;
DROP INDEX invoice_by_week;
DROP INDEX invoice_by_net;
DROP INDEX invoice_by_vat;
DROP INDEX invoice_by_gross;
CREATE INDEX documents_due ON documents (deadline, key DESC) WHERE kind = 0 AND state = 0;

-- The scope has the names. Employees are last and first name, parted by U+001F.
ALTER TABLE documents DROP COLUMN agency;
ALTER TABLE documents DROP COLUMN company;
ALTER TABLE documents ADD COLUMN position TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN reference TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN downloaded_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE facts ADD COLUMN downloaded_by TEXT;
-- An invoice's newest answer, as JSON.
ALTER TABLE facts ADD COLUMN answer TEXT;

-- The new columns are filled as the documents are told again; PDFs and texts stay.
UPDATE documents SET n = -1;
UPDATE scopes SET cursor = 0;
