using Imara.Diagnostics;
using Imara.Policy.Checking;
using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Parsing;
using Imara.Policy.Syntax;

namespace Imara.Policy.Tests.Conformance;

/// <summary>Every recorded answer to what was written into a policy file: eleven kernels, each way of writing, each security module.</summary>
public class RuleConformanceTests
{
    public static TheoryData<string> Contexts => [.. RuleCase.All.SelectMany(item => item.Kernels.Keys).Distinct().Order(StringComparer.Ordinal)];

    public static TheoryData<string> ContextsReadBack =>
        [.. RuleCase.All.SelectMany(item => item.Kernels).Where(k => k.Value.Readback is not null).Select(k => k.Key).Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Contexts))]
    public void Every_case_is_answered_as_the_kernel_did(string name)
    {
        var context = RecordedContext.Of(name);
        var differences = new List<string>();
        var count = 0;
        foreach (var (item, answer) in RuleCase.In(name))
        {
            count++;
            if (CaseRun.Of(item, context).DifferenceTo(answer) is { Length: > 0 } difference)
            {
                differences.Add($"{item}: {difference}");
            }
        }

        Assert.True(count > (name.Contains('/') ? 300 : 4500));
        Assert.True(differences.Count == 0, $"{differences.Count} of {count}\n{string.Join('\n', differences.Take(20))}");
    }

    // Whoever is refused here and would be taken elsewhere is told where: a version, a build option, or an algorithm to provide.
    [Theory]
    [MemberData(nameof(Contexts))]
    public void What_another_kernel_takes_is_refused_with_the_version_or_option_that_takes_it(string name)
    {
        var context = RecordedContext.Of(name);
        var silent = new List<string>();
        foreach (var (item, answer) in RuleCase.In(name).Where(c => !name.Contains('/') && !c.Answer.Accept && c.Item is { How: "write", Writes.Count: 1 }))
        {
            if (item.Kernels.Any(other => !other.Key.Contains('/') && other.Value.Accept)
                && RuleParser.Parse(PolicySyntax.Parse(item.Writes[0]).Lines[0].Span.Of(item.Writes[0]), context).Diagnostic is { } diagnostic
                && !diagnostic.Help.Contains("CONFIG_") && !diagnostic.Help.Contains(" later "))
            {
                silent.Add($"{item}: {diagnostic.Message}; {diagnostic.Help}");
            }
        }

        Assert.True(silent.Count == 0, $"{silent.Count}\n{string.Join('\n', silent.Take(20))}");
    }

    // Text in a file, and text given to cat(1): what `imara policy check --load path` and `--load cat` say of it.
    [Theory]
    [MemberData(nameof(Contexts))]
    public void A_file_is_checked_as_the_kernel_took_it_by_path_and_by_cat(string name)
    {
        var context = RecordedContext.Of(name);
        var differences = new List<string>();
        foreach (var (item, answer) in RuleCase.In(name).Where(c => c.Item.How == "cat" || (c.Item.How == "file" && c.Item.Writes[1].AsSpan().SequenceEqual("/polfile\n"u8))))
        {
            var check = PolicyChecker.Check([new PolicySource("polfile", item.Writes[0])], context, item.How == "cat" ? LoadMethod.Cat : LoadMethod.Path);
            var isAccepted = answer.Accept && !check.Rules.IsEmpty;
            if (check.IsAccepted != isAccepted || check.Has(DiagnosticSeverity.Error) == isAccepted)
            {
                differences.Add($"{item}: kernel {answer.Accept}, we {check.IsAccepted}, {check.Diagnostics.Length} findings");
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void The_recordings_hold_every_kernel_and_every_way_of_writing()
    {
        Assert.Equal(KnownKernels.Recorded.Select(k => k.Name).Order(StringComparer.Ordinal), Contexts.Select(row => row.Data).Where(name => !name.Contains('/')));
        Assert.Equal(["cat", "file", "pwrite1", "write"], RuleCase.All.Select(item => item.How).Distinct().Order(StringComparer.Ordinal));
    }

    // The lab kernel committed its cases one by one, over several boots: a return value that differs from the first one shows that a custom policy was active by then.
    [Theory]
    [MemberData(nameof(ContextsReadBack))]
    public void Every_case_that_was_committed_reads_back_as_the_kernel_printed_it(string name)
    {
        var context = RecordedContext.Of(name);
        var differences = new List<string>();
        var count = 0;
        foreach (var (item, answer) in RuleCase.In(name).Where(c => c.Answer.Readback is not null))
        {
            count++;
            var run = CaseRun.Of(item, context with { IsCustomActive = answer.CommitReturns is not null });
            var rules = run.Load.Close();
            var lines = (rules ?? []).Select(rule => CanonicalRule.Write(rule, context.Kernel)).OfType<ByteString>().ToList();
            if (!lines.SequenceEqual(answer.Readback!))
            {
                differences.Add($"{item}: kernel [{string.Join(", ", answer.Readback!)}], we [{string.Join(", ", lines)}]");
            }
            else if ((answer.Updated is { } updated && updated != rules is not null) || (answer.CommitReturns is { } returns && !returns.SequenceEqual(run.Returns)))
            {
                differences.Add($"{item}: kernel {answer.Updated} [{string.Join(' ', answer.CommitReturns ?? [])}], we {rules is not null} [{string.Join(' ', run.Returns)}]");
            }
        }

        Assert.True(count > 10);
        Assert.True(differences.Count == 0, $"{differences.Count} of {count}\n{string.Join('\n', differences.Take(20))}");
    }
}
