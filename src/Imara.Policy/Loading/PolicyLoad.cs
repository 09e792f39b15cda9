using System.Collections.Immutable;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Loading;

/// <summary>One opening of the policy file for writing: the state machine between open and close.</summary>
/// <remarks>docs/reference/policy.md 1.3 to 1.5.</remarks>
public sealed class PolicyLoad
{
    /// <summary>The most bytes of one write the kernel looks at: a page less one.</summary>
    public const int WriteMax = 4095;

    private readonly RuleContext context;
    private readonly bool requiresSignedPolicy;
    private readonly PolicyFileReader readFile;
    private readonly ImmutableArray<PolicyRule>.Builder pending = ImmutableArray.CreateBuilder<PolicyRule>();

    /// <summary>Opens the policy file.</summary>
    /// <param name="context">What rules are parsed against.</param>
    /// <param name="requiresSignedPolicy">Appraisal of policies is on: rules written directly are refused.</param>
    /// <param name="readFile">Reads a policy given by its path.</param>
    public PolicyLoad(RuleContext context, bool requiresSignedPolicy, PolicyFileReader readFile)
    {
        this.context = context;
        this.requiresSignedPolicy = requiresSignedPolicy;
        this.readFile = readFile;
    }

    /// <summary>False for an open with both access bits: every write then fails with EBADF before the kernel looks at it.</summary>
    public bool IsWritable { get; init; } = true;

    /// <summary>False once any write has failed: the load can no longer become the policy.</summary>
    public bool IsValid { get; private set; } = true;

    /// <summary>The rules taken so far.</summary>
    public IReadOnlyList<PolicyRule> Pending => pending;

    /// <summary>One <c>write()</c> of <paramref name="data"/> at file position <paramref name="position"/>.</summary>
    public PolicyWriteResult Write(ReadOnlySpan<byte> data, long position = 0)
    {
        if (!IsWritable)
        {
            return new PolicyWriteResult(0, Errno.EBADF, [], null);
        }

        data = data[..Math.Min(data.Length, WriteMax)];
        PolicyWriteResult result;
        if (position != 0)
        {
            result = new PolicyWriteResult(0, Errno.EINVAL, [], null);
        }
        else if (!data.IsEmpty && data[0] == '/')
        {
            result = WritePath(data);
        }
        else if (requiresSignedPolicy)
        {
            result = new PolicyWriteResult(0, Errno.EACCES, [], null);
        }
        else
        {
            result = WriteLine(data);
        }

        IsValid &= result.IsAccepted;
        return result;
    }

    /// <summary>The last close: the rules to append to the custom policy; null if the load is thrown away.</summary>
    public ImmutableArray<PolicyRule>? Close() => IsValid && pending.Count > 0 ? pending.ToImmutable() : null;

    private PolicyWriteResult WriteLine(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOfAny((byte)'\n', (byte)0);
        var line = end < 0 ? data : data[..end];
        var verdict = Take(line);
        return new PolicyWriteResult(line.Length + 1, verdict.Errno, [new LineVerdict(new SourceSpan(0, line.Length), verdict)], null);
    }

    private PolicyWriteResult WritePath(ReadOnlySpan<byte> data)
    {
        var text = UpTo(data, 0);
        var path = new ByteString(UpTo(text, (byte)'\n'));
        var file = readFile(path);
        if (file.Errno != Errno.None)
        {
            return new PolicyWriteResult(0, file.Errno, [], path);
        }

        var (errno, lines) = TakeFile(file.Content.Span);
        return new PolicyWriteResult(text.Length, errno, lines, path);
    }

    // The kernel subtracts the length of each line plus one from the size and wants to end at 0: a missing line feed and a NUL byte both miss it.
    private (Errno Errno, ImmutableArray<LineVerdict> Lines) TakeFile(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
        {
            return (Errno.EINVAL, []);
        }

        var lines = ImmutableArray.CreateBuilder<LineVerdict>();
        var text = UpTo(content, 0);
        var left = content.Length;
        var start = 0;
        while (left > 0 && start <= text.Length)
        {
            var line = UpTo(text[start..], (byte)'\n');
            var verdict = Take(line);
            lines.Add(new LineVerdict(new SourceSpan(start, line.Length), verdict));
            if (!verdict.IsAccepted)
            {
                return (verdict.Errno, lines.DrainToImmutable());
            }

            left -= line.Length + 1;
            start += line.Length + 1;
        }

        return (left == 0 ? Errno.None : Errno.EINVAL, lines.DrainToImmutable());
    }

    private RuleVerdict Take(ReadOnlySpan<byte> line)
    {
        var verdict = RuleParser.Parse(line, context);
        if (verdict.Rule is { } rule)
        {
            pending.Add(rule);
        }

        return verdict;
    }

    private static ReadOnlySpan<byte> UpTo(ReadOnlySpan<byte> text, byte end)
    {
        var length = text.IndexOf(end);
        return length < 0 ? text : text[..length];
    }
}
