using Imara.Policy.Loading;
using Imara.Policy.Parsing;

namespace Imara.Policy.Tests.Conformance;

/// <summary>What a case did to our model of the policy file, in the terms of the recordings.</summary>
internal sealed record CaseRun(bool Accept, IReadOnlyList<int> Returns, IReadOnlyList<string?> Errnos, IReadOnlyList<string> Sub, PolicyLoad Load)
{
    public static CaseRun Of(RuleCase item, RuleContext context)
    {
        var isFile = item.How == "file";
        var load = new PolicyLoad(context, requiresSignedPolicy: false, RecordedFiles.With(isFile ? item.Writes[0] : null));
        var returns = new List<int>();
        var errnos = new List<string?>();
        var sub = new List<string>();
        for (var i = 0; i < item.Writes.Count; i++)
        {
            if (isFile && i == 0)
            {
                returns.Add(item.Writes[0].Length);
                errnos.Add(null);
                continue;
            }

            var isLast = i == item.Writes.Count - 1;
            var (ret, errno) = item.How == "cat"
                ? Cat(load, item.Writes[i], sub)
                : Write(load.Write(item.Writes[i], item.How == "pwrite1" && isLast ? 1 : 0));
            returns.Add(ret);
            errnos.Add(errno);
        }

        return new CaseRun(returns.Count > 0 && returns.All(ret => ret >= 0), returns, errnos, sub, load);
    }

    /// <summary>The differences to a recorded answer, for a reader; empty if there is none.</summary>
    public string DifferenceTo(RuleAnswer answer)
    {
        var errnos = answer.Errnos.Count > 0 ? answer.Errnos : [.. Returns.Select(_ => (string?)null)];
        return Accept == answer.Accept && Returns.SequenceEqual(answer.Returns) && Errnos.SequenceEqual(errnos) && Sub.SequenceEqual(answer.Sub)
            ? string.Empty
            : $"kernel {Text(answer.Returns, answer.Errnos, answer.Sub)}, we {Text(Returns, Errnos, Sub)}";
    }

    // As cat(1): what is left goes into the next write, until nothing is left.
    private static (int Return, string? Errno) Cat(PolicyLoad load, ReadOnlySpan<byte> text, List<string> sub)
    {
        var total = 0;
        while (!text.IsEmpty)
        {
            var result = load.Write(text);
            sub.Add(result.IsAccepted ? result.Return.ToString() : result.Errno.ToString());
            if (!result.IsAccepted)
            {
                return (-1, result.Errno.ToString());
            }

            total += result.Return;
            text = text[Math.Min(result.Return, text.Length)..];
        }

        return (total, null);
    }

    private static (int Return, string? Errno) Write(PolicyWriteResult result) => result.IsAccepted ? (result.Return, null) : (-1, result.Errno.ToString());

    private static string Text(IEnumerable<int> returns, IEnumerable<string?> errnos, IEnumerable<string> sub) =>
        $"[{string.Join(' ', returns)}] [{string.Join(' ', errnos)}] [{string.Join(' ', sub)}]";
}
