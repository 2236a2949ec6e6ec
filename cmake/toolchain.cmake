# One interface target carries what every translation unit is built with.
add_library(frontdoor_options INTERFACE)
target_include_directories(frontdoor_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(frontdoor_options INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual -Woverloaded-virtual
  -Wextra-semi -Wimplicit-fallthrough -Wnull-dereference)
if(FRONTDOOR_SANITIZE)
  target_compile_options(frontdoor_options INTERFACE -fsanitize=${FRONTDOOR_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(frontdoor_options INTERFACE -fsanitize=${FRONTDOOR_SANITIZE})
  if(FRONTDOOR_SANITIZE MATCHES undefined)
    # The vptr check asks the kernel through a pipe, and so cries wolf where a test has used up all descriptors.
    target_compile_options(frontdoor_options INTERFACE -fno-sanitize=vptr)
  endif()
endif()
if(FRONTDOOR_FUZZ)
  target_compile_options(frontdoor_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
target_link_options(frontdoor_options INTERFACE -fuse-ld=lld-19)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

set(FRONTDOOR_READER "" CACHE FILEPATH "What stands before the compiler for our own sources, in place of ccache")

# Has the sources of a target read while they are compiled, where there is something to read them with.
function(frontdoor_read name)
  if(FRONTDOOR_READER)
    set_target_properties(${name} PROPERTIES CXX_COMPILER_LAUNCHER ${FRONTDOOR_READER})
  endif()
endfunction()

# frontdoor_library(name SOURCES... ) : a static library with the project's options.
function(frontdoor_library name)
  add_library(${name} STATIC ${ARGN})
  target_link_libraries(${name} PUBLIC frontdoor_options)
  frontdoor_read(${name})
endfunction()

# frontdoor_test(name SOURCES a.cpp b.cpp LIBRARIES x y LABEL unit [THREADS] [OPTIMISED]): one Catch2 executable, one ctest
# entry. The target tests_<label> builds all of a label. THREADS is for tests of code with threads of its own: `./dev test`
# runs them under the thread sanitizer too. OPTIMISED is for tests that are longer in an optimised build: the suite
# "system", which has one, runs them as well.
function(frontdoor_test name)
  cmake_parse_arguments(T "THREADS;OPTIMISED" "LABEL" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE frontdoor_options frontdoor_test_main ${T_LIBRARIES})
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set(labels ${T_LABEL})
  if(T_THREADS)
    list(APPEND labels threads)
  endif()
  if(T_OPTIMISED)
    list(APPEND labels system)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${labels}" TIMEOUT 900)
  foreach(label IN LISTS labels)
    if(NOT TARGET tests_${label})
      add_custom_target(tests_${label})
    endif()
    add_dependencies(tests_${label} ${name})
  endforeach()
endfunction()
