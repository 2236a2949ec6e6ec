// docker/nginx.conf: what it must say, and, where nginx is installed, that nginx takes it.

#include <cstdlib>
#include <iostream>

#include <sys/wait.h>

#include "tests/unit/docker/deployment_files.hpp"

using namespace frontdoor::tests;

TEST_CASE("given the proxy, then it knows both servers, keeps WebSockets open, and hides the metrics") {
  const auto text = frontdoor::tests::content_of("docker/nginx.conf");
  for (const auto* needed :
       {"server server_a:8080", "server server_b:8080", "location = /v1/console",
        "proxy_set_header Upgrade $http_upgrade;", "proxy_set_header Connection $connection_upgrade;",
        "proxy_set_header X-Forwarded-For $remote_addr;", "proxy_next_upstream error timeout http_503 non_idempotent;",
        "location = /metrics"}) {
    CAPTURE(needed);
    CHECK(text.find(needed) != std::string::npos);
  }
}

TEST_CASE("given nginx, then it takes the proxy's configuration") {
  constexpr int not_here = 77;
  const int ended = std::system("bash tests/unit/docker/check_proxy.sh");
  REQUIRE(WIFEXITED(ended));
  if (WEXITSTATUS(ended) == not_here) {
    std::cout << "skipped: nginx -t, since nginx or openssl is not installed\n";
    return;
  }
  CHECK(WEXITSTATUS(ended) == 0);
}
