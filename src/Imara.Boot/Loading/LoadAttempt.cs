using Imara.Boot.Machine;
using System.Text;
using Imara.Policy.Checking;
using Imara.Policy.Syntax;

namespace Imara.Boot.Loading;

/// <summary>One opening of the kernel's policy file, and what its writes returned.</summary>
/// <param name="Method">How the policy was given.</param>
/// <param name="OpenErrno">Why the file could not be opened; nothing was written then.</param>
/// <param name="WriteErrno">Why the first write that failed did.</param>
/// <param name="Rule">The rule that failed; null for a path.</param>
internal sealed record LoadAttempt(LoadMethod Method, Errno OpenErrno, Errno WriteErrno, RefusedRule? Rule)
{
    // Two seconds: a loader that is at work is through by then.
    private const int Tries = 20;
    private const int PauseMilliseconds = 100;

    /// <summary>True if every write was taken; whether the kernel switched at the close is not known yet.</summary>
    public bool IsTaken => OpenErrno == Errno.None && WriteErrno == Errno.None;

    /// <summary>Gives the kernel the path of the policy.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="log">The kernel's log, marked when the file is open.</param>
    /// <param name="path">The path, absolute.</param>
    /// <param name="wait">Waits this many milliseconds.</param>
    public static LoadAttempt ByPath(IPolicyInterface kernel, IKernelMessages log, string path, Action<int> wait)
    {
        var opened = Open(kernel, log, wait);
        if (opened != Errno.None)
        {
            return new LoadAttempt(LoadMethod.Path, opened, Errno.None, null);
        }

        // A write that is only partly taken has read the path of another file.
        var data = Encoding.UTF8.GetBytes(path);
        var error = kernel.Write(data, out var count);
        kernel.Close();
        return new LoadAttempt(LoadMethod.Path, Errno.None, error == Errno.None && count != data.Length ? Errno.EIO : error, null);
    }

    /// <summary>Gives the kernel the rules, one a write, up to the first that it refuses.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="log">The kernel's log, marked when the file is open.</param>
    /// <param name="policy">The policy; comments and blank lines are not given.</param>
    /// <param name="wait">Waits this many milliseconds.</param>
    public static LoadAttempt ByLines(IPolicyInterface kernel, IKernelMessages log, ReadOnlyMemory<byte> policy, Action<int> wait)
    {
        var opened = Open(kernel, log, wait);
        if (opened != Errno.None)
        {
            return new LoadAttempt(LoadMethod.Lines, opened, Errno.None, null);
        }

        var refused = default(RefusedRule);
        foreach (var line in PolicySyntax.Parse(policy).Lines)
        {
            if (line.Kind is PolicyLineKind.Blank or PolicyLineKind.Comment)
            {
                continue;
            }

            var rule = line.Span.Of(policy.Span);
            var error = kernel.Write([.. rule, (byte)'\n'], out var count);
            if (error != Errno.None || count != rule.Length + 1)
            {
                refused = new RefusedRule(line.Number, error == Errno.None ? Errno.EIO : error, new ByteString(rule));
                break;
            }
        }

        kernel.Close();
        return new LoadAttempt(LoadMethod.Lines, Errno.None, refused?.Errno ?? Errno.None, refused);
    }

    private static Errno Open(IPolicyInterface kernel, IKernelMessages log, Action<int> wait)
    {
        var error = kernel.Open();
        for (var i = 1; error == Errno.EBUSY && i < Tries; i++)
        {
            wait(PauseMilliseconds);
            error = kernel.Open();
        }

        log.Mark();
        return error;
    }
}
