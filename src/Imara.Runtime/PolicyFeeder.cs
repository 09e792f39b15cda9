using Imara.Engine;
using Imara.Policy.Loading;
using Imara.Policy.Syntax;

namespace Imara.Runtime;

/// <summary>Loads a policy into an engine as a loader in user space does: one write for each line.</summary>
/// <remarks>docs/reference/policy.md 1.3.</remarks>
public static class PolicyFeeder
{
    /// <summary>Loads <paramref name="text"/>; a refused line drops the whole load.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="text">The policy.</param>
    /// <param name="readFile">Reads the files that lines with a path name.</param>
    /// <param name="line">Number of the refused line, from 1; 0 if no line was.</param>
    /// <returns>What the refused write returned; EINVAL for a line over 4,095 bytes, which one write cannot take, or if the load held no rule.</returns>
    public static Errno Load(ImaEngine engine, ReadOnlyMemory<byte> text, PolicyFileReader readFile, out int line)
    {
        ArgumentNullException.ThrowIfNull(engine);
        line = 0;
        var error = engine.Policy.Open(readFile, out var load);
        if (error != Errno.None)
        {
            return error;
        }

        foreach (var part in PolicySyntax.Parse(text).Lines)
        {
            var result = load!.Write(part.FullSpan.Of(text.Span));
            error = part.Span.Length > PolicyLoad.WriteMax ? Errno.EINVAL : result.Errno;
            if (error != Errno.None)
            {
                line = part.Number;
                break;
            }
        }

        if (error != Errno.None)
        {
            // A load that met an error is dropped at its close, also if only this loader objects.
            load!.Write("\0"u8, position: 1);
        }

        var isLoaded = engine.ClosePolicy(load!);
        return error == Errno.None && !isLoaded ? Errno.EINVAL : error;
    }
}
