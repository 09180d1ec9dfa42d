-- The columns that JdbcOAuth2AuthorizationService reads and writes, in PostgreSQL's types.
CREATE TABLE IF NOT EXISTS oauth2_authorization (
  id varchar(100) PRIMARY KEY,
  registered_client_id varchar(100) NOT NULL,
  principal_name varchar(200) NOT NULL,
  authorization_grant_type varchar(100) NOT NULL,
  authorized_scopes varchar(1000),
  attributes text,
  state varchar(500),
  authorization_code_value text,
  authorization_code_issued_at timestamp,
  authorization_code_expires_at timestamp,
  authorization_code_metadata text,
  access_token_value text,
  access_token_issued_at timestamp,
  access_token_expires_at timestamp,
  access_token_metadata text,
  access_token_type varchar(100),
  access_token_scopes varchar(1000),
  oidc_id_token_value text,
  oidc_id_token_issued_at timestamp,
  oidc_id_token_expires_at timestamp,
  oidc_id_token_metadata text,
  refresh_token_value text,
  refresh_token_issued_at timestamp,
  refresh_token_expires_at timestamp,
  refresh_token_metadata text,
  user_code_value text,
  user_code_issued_at timestamp,
  user_code_expires_at timestamp,
  user_code_metadata text,
  device_code_value text,
  device_code_issued_at timestamp,
  device_code_expires_at timestamp,
  device_code_metadata text
);

-- Its own schema has none of these; without them each look-up by a token reads the whole table.
CREATE INDEX IF NOT EXISTS by_state ON oauth2_authorization (state);
CREATE INDEX IF NOT EXISTS by_authorization_code_value ON oauth2_authorization (authorization_code_value);
CREATE INDEX IF NOT EXISTS by_access_token_value ON oauth2_authorization (access_token_value);
CREATE INDEX IF NOT EXISTS by_oidc_id_token_value ON oauth2_authorization (oidc_id_token_value);
CREATE INDEX IF NOT EXISTS by_refresh_token_value ON oauth2_authorization (refresh_token_value);
CREATE INDEX IF NOT EXISTS by_user_code_value ON oauth2_authorization (user_code_value);
CREATE INDEX IF NOT EXISTS by_device_code_value ON oauth2_authorization (device_code_value);
