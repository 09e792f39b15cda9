using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Parsing;

namespace Imara.Policy.Tests.Conformance;

/// <summary>Every recorded answer of a plain kernel to what was written into its policy file.</summary>
public class RuleConformanceTests
{
    public static TheoryData<string> PlainKernels => [.. KnownKernels.Recorded.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(PlainKernels))]
    public void Every_single_whole_line_is_answered_as_the_kernel_did(string kernel)
    {
        var differences = new List<string>();
        var count = 0;
        foreach (var item in RuleCase.All.Where(c => c.IsSingleWholeLine && c.Kernels.ContainsKey(kernel)))
        {
            count++;
            var expected = item.Kernels[kernel];
            var result = Load(kernel).Write(item.Writes[0]);
            var errno = expected.Errnos.Count > 0 ? expected.Errnos[0] : null;
            var actual = result.IsAccepted ? null : result.Errno.ToString();
            if (actual != errno || (result.IsAccepted && result.Return != expected.Returns[0]))
            {
                differences.Add($"{item}: kernel {errno ?? "accepts"}, we {actual ?? "accept"} ({result.Return})");
            }
        }

        Assert.True(count > 4000);
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(20)));
    }

    [Theory]
    [MemberData(nameof(PlainKernels))]
    public void Every_sequence_of_writes_is_answered_as_the_kernel_did(string kernel)
    {
        var differences = new List<string>();
        foreach (var item in RuleCase.All.Where(c => !c.IsSingleWholeLine && c.How is "write" or "pwrite1" && c.Kernels.ContainsKey(kernel)))
        {
            var expected = item.Kernels[kernel];
            var load = Load(kernel);
            for (var i = 0; i < item.Writes.Count; i++)
            {
                var result = load.Write(item.Writes[i], item.How == "pwrite1" && i == item.Writes.Count - 1 ? 1 : 0);
                var actual = result.IsAccepted ? result.Return : -1;
                var errno = expected.Errnos.Count > i ? expected.Errnos[i] : null;
                if (actual != expected.Returns[i] || errno != (result.IsAccepted ? null : result.Errno.ToString()))
                {
                    differences.Add($"{item}, write {i}: kernel {expected.Returns[i]} {errno}, we {actual} {result.Errno}");
                }
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(20)));
    }

    [Theory]
    [InlineData("6.12-lab")]
    [InlineData("7.3-debian")]
    public void Every_accepted_rule_reads_back_as_the_kernel_printed_it(string kernel)
    {
        var profile = KnownKernels.Find(kernel)!;
        var differences = new List<string>();
        var count = 0;
        foreach (var item in RuleCase.All.Where(c => c.How == "write" && c.Kernels.TryGetValue(kernel, out var answer) && answer is { Accept: true, Readback: not null }))
        {
            count++;
            var load = Load(kernel);
            foreach (var write in item.Writes)
            {
                load.Write(write);
            }

            var lines = (load.Close() ?? []).Select(rule => CanonicalRule.Write(rule, profile)).OfType<ByteString>().ToList();
            if (!lines.SequenceEqual(item.Kernels[kernel].Readback!))
            {
                differences.Add($"{item}: kernel [{string.Join(", ", item.Kernels[kernel].Readback!)}], we [{string.Join(", ", lines)}]");
            }
        }

        Assert.True(count > 500);
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(20)));
    }

    private static PolicyLoad Load(string kernel) => new(
        new RuleContext(KnownKernels.Find(kernel)!, LsmContext.None), requiresSignedPolicy: false, _ => new PolicyFile(Errno.ENOENT, default));
}
