# One interface target carries what every translation unit is built with.
add_library(frontdoor_options INTERFACE)
target_include_directories(frontdoor_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(frontdoor_options INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual -Woverloaded-virtual
  -Wextra-semi -Wimplicit-fallthrough -Wnull-dereference)
if(FRONTDOOR_SANITIZE)
  target_compile_options(frontdoor_options INTERFACE -fsanitize=${FRONTDOOR_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(frontdoor_options INTERFACE -fsanitize=${FRONTDOOR_SANITIZE})
endif()
if(FRONTDOOR_FUZZ)
  target_compile_options(frontdoor_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
target_link_options(frontdoor_options INTERFACE -fuse-ld=lld-19)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

# frontdoor_library(name SOURCES... ) : a static library with the project's options.
function(frontdoor_library name)
  add_library(${name} STATIC ${ARGN})
  target_link_libraries(${name} PUBLIC frontdoor_options)
endfunction()

# frontdoor_test(name SOURCES a.cpp b.cpp LIBRARIES x y LABEL unit): one Catch2 executable, one ctest entry.
function(frontdoor_test name)
  cmake_parse_arguments(T "" "LABEL" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE frontdoor_options frontdoor_test_main ${T_LIBRARIES})
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS "${T_LABEL}" TIMEOUT 900)
endfunction()
