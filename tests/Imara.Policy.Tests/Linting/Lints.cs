using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Linting;
using Imara.Policy.Parsing;

namespace Imara.Policy.Tests.Linting;

/// <summary>Lints texts for tests.</summary>
internal static class Lints
{
    /// <summary>The context of words such as <c>6.12</c>, <c>7.3-debian</c>, <c>selinux</c>, <c>custom</c>, separated by blanks.</summary>
    public static RuleContext Context(string words)
    {
        var context = new RuleContext(KnownKernels.OfVersion(new KernelVersion(6, 12)), LsmContext.None);
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word == "custom")
            {
                context = context with { IsCustomActive = true };
            }
            else if (LsmFiles.TryParse(word, out var kind))
            {
                context = context with { Lsm = new LsmContext(kind) };
            }
            else
            {
                context = new RuleContext(KnownKernels.Find(word) ?? Version(word), context.Lsm, context.IsCustomActive);
            }
        }

        return context;
    }

    public static PolicyCheck Of(string text, string words = "6.12", LintLevels? levels = null) => Of(text, Context(words), levels);

    public static PolicyCheck Of(string text, RuleContext context, LintLevels? levels = null) =>
        Of([new PolicySource("policy", new ByteString(text).Memory)], context, levels);

    public static PolicyCheck Of(System.Collections.Immutable.ImmutableArray<PolicySource> sources, RuleContext context, LintLevels? levels = null) =>
        PolicyLinter.Lint(PolicyChecker.Check(sources, context, LoadMethod.Lines), context, levels ?? LintLevels.Usual);

    public static IEnumerable<string> Ids(PolicyCheck check) => check.Diagnostics.Select(found => found.Diagnostic.Descriptor.Id);

    public static string Underlined(PolicyCheck check, string id)
    {
        var found = check.Diagnostics.First(found => found.Diagnostic.Descriptor.Id == id);
        return System.Text.Encoding.UTF8.GetString(found.Diagnostic.Span.Of(check.Sources[found.Source].Text.Span));
    }

    private static KernelProfile Version(string word)
    {
        Assert.True(KernelVersion.TryParse(word, out var version), word);
        return KnownKernels.OfVersion(version);
    }
}
