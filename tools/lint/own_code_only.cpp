// A plugin of clang-tidy: has its checks walk our declarations and leave out those of system headers, in which they
// report nothing anyway. That took two fifths of the time of reading a source (docs/performance.md). It goes when the
// clang-tidy here does so by itself.
#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendPluginRegistry.h>

#include <memory>
#include <string>
#include <vector>

namespace {

class narrowing : public clang::ASTConsumer {
 public:
  void HandleTranslationUnit(clang::ASTContext& context) override {
    std::vector<clang::Decl*> ours;
    for (auto* one : context.getTranslationUnitDecl()->decls()) {
      if (!context.getSourceManager().isInSystemHeader(one->getLocation())) ours.push_back(one);
    }
    context.setTraversalScope(ours);
  }
};

// Comes before the checks.
class own_code_only : public clang::PluginASTAction {
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance&, llvm::StringRef) override {
    return std::make_unique<narrowing>();
  }
  bool ParseArgs(const clang::CompilerInstance&, const std::vector<std::string>&) override { return true; }
  ActionType getActionType() override { return AddBeforeMainAction; }
};

const clang::FrontendPluginRegistry::Add<own_code_only>
    added("own-code-only", "leaves out what system headers declare");

} // namespace
