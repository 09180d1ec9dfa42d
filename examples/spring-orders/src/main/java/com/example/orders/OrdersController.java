package com.example.orders;

import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the service shows. */
@RestController
class OrdersController {
  @GetMapping("/orders")
  List<String> orders(@AuthenticationPrincipal Jwt jwt) {
    return List.of("tea for " + jwt.getSubject());
  }

  @GetMapping("/reports")
  List<String> reports() {
    return List.of("one tea sold");
  }
}
