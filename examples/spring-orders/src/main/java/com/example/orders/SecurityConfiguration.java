package com.example.orders;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import signet.spring.SignetResourceServer;

/** Who may see what. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
  @Bean
  SecurityFilterChain chain(HttpSecurity http, SignetResourceServer signet) {
    return signet
        .protect(http)
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/actuator/health")
                    .permitAll()
                    .requestMatchers("/orders")
                    .hasAuthority("SCOPE_orders:read")
                    .requestMatchers("/reports")
                    .hasRole("manager")
                    .anyRequest()
                    .authenticated())
        .build();
  }
}
