#pragma once
// A DMN model made ready to run: all FEEL parsed, types built, references followed. Compiled once, then immutable; any
// number of threads may evaluate it. Nothing here reads files, the clock or the zone rules: what is needed is handed
// in.

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "triage/dmn/evaluator.hpp"
#include "triage/dmn/model.hpp"
#include "triage/fault.hpp"

namespace frontdoor::triage::dmn {

// A value for an input (or, when a decision service is asked, for one of its input decisions).
struct model_input {
  std::string name;
  value content;
  std::string ns; // namespace of the model the element belongs to; empty: the first element of that name
};

class decision_model {
 public:
  // Compiles a model with the models it imports (found by namespace; more may be given than are needed). Never fails as
  // a whole: what cannot be used is listed in faults(), and evaluating it is a diagnostic. A caller who wants to refuse
  // a faulty model checks that faults() is empty.
  static std::shared_ptr<const decision_model>
  compile(std::shared_ptr<const definitions> main, const std::vector<std::shared_ptr<const definitions>>& imports = {});
  ~decision_model();
  decision_model(const decision_model&) = delete;
  decision_model& operator=(const decision_model&) = delete;

  // Syntax faults, unknown types, references to nothing, imports that were not given, cycles of requirements.
  const triage::faults& faults() const;
  const definitions& source() const;

  // The value of a decision of the main model. Inputs not given are null. An unknown name is a diagnostic.
  evaluation evaluate_decision(
      std::string_view name, const std::vector<model_input>& inputs, const evaluation_options& options = {}
  ) const;
  // The decisions a service puts out: a value when it is one, else a context of them.
  evaluation evaluate_service(
      std::string_view name, const std::vector<model_input>& inputs, const evaluation_options& options = {}
  ) const;
  // One output decision of a service.
  evaluation evaluate_service_output(
      std::string_view service, std::string_view output, const std::vector<model_input>& inputs,
      const evaluation_options& options = {}
  ) const;
  // A business knowledge model called by its parameters' names.
  evaluation evaluate_knowledge(
      std::string_view name, const std::vector<model_input>& arguments, const evaluation_options& options = {}
  ) const;

  struct compiled; // internal

 private:
  explicit decision_model(std::unique_ptr<compiled> held);
  std::unique_ptr<compiled> held_;
};

// A bare FEEL expression or unary tests with variables, for tools and tests. A text that cannot be parsed is a
// diagnostic.
evaluation
evaluate_feel(std::string_view text, const context_data& variables = {}, const evaluation_options& options = {});
evaluation evaluate_tests(
    std::string_view tests, const value& tested, const context_data& variables = {},
    const evaluation_options& options = {}
);

} // namespace frontdoor::triage::dmn
