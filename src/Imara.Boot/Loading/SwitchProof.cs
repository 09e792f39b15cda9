using Imara.Boot.InForce;
using Imara.Boot.Machine;

namespace Imara.Boot.Loading;

/// <summary>Whether the kernel took a policy when the load was closed, which it does not say itself.</summary>
/// <remarks>docs/reference/policy.md 1.1 and 1.5.</remarks>
internal static class SwitchProof
{
    /// <summary>Decides by what can be seen.</summary>
    /// <param name="after">The state of the file after the close; it could be written to before.</param>
    /// <param name="textBefore">The policy read before the load; null if it cannot be read.</param>
    /// <param name="textAfter">The policy read after the close; null if it cannot be read.</param>
    /// <param name="canonical">What the new rules read back as.</param>
    /// <param name="messages">What the kernel logged since the file was opened.</param>
    public static LoadState Of(PolicyFileState after, byte[]? textBefore, byte[]? textAfter, byte[] canonical, IReadOnlyList<KernelMessage> messages)
    {
        // While the file was held open nobody else could load a policy, so it is this one that closed it for good.
        if ((after & PolicyFileState.Writable) == 0)
        {
            return LoadState.Loaded;
        }

        var said = messages.FirstOrDefault(message => message.IsPolicyCompleted || message.IsPolicyFailed);
        if (said is not null)
        {
            return said.IsPolicyCompleted ? LoadState.Loaded : LoadState.Refused;
        }

        if (textBefore is null || textAfter is null)
        {
            return LoadState.Uncertain;
        }

        return textBefore.AsSpan().SequenceEqual(textAfter) ? LoadState.Refused
            : PolicyText.EndsWith(textAfter, canonical) ? LoadState.Loaded
            : LoadState.Uncertain;
    }
}
