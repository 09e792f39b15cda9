using Imara.Boot.Machine;

namespace Imara.Boot.Loading;

/// <summary>Whether the kernel took a policy when the load was closed, which it does not say itself.</summary>
/// <remarks>docs/reference/policy.md 1.1 and 1.5.</remarks>
internal static class SwitchProof
{
    private const string Completed = "policy update completed";
    private const string Failed = "policy update failed";

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

        var said = messages.FirstOrDefault(message => message.IsKernel && (Says(message, Completed) || Says(message, Failed)));
        if (said is not null)
        {
            return Says(said, Completed) ? LoadState.Loaded : LoadState.Refused;
        }

        if (textBefore is null || textAfter is null)
        {
            return LoadState.Uncertain;
        }

        return textBefore.AsSpan().SequenceEqual(textAfter) ? LoadState.Refused
            : PolicyText.EndsWith(textAfter, canonical) ? LoadState.Loaded
            : LoadState.Uncertain;
    }

    /// <summary>True if PID 1 said in this boot that it loaded the policy at this path, and the kernel confirmed a load.</summary>
    /// <remarks>docs/reference/boot.md 2: systemd speaks before the close, the kernel after it.</remarks>
    public static bool IsBySystemd(string path, IReadOnlyList<KernelMessage> messages)
    {
        var announced = messages.Any(message =>
            !message.IsKernel && message.Text.StartsWith("systemd[1]: ", StringComparison.Ordinal)
            && message.Text.Contains($"Successfully loaded the IMA custom policy {path}.", StringComparison.Ordinal));
        return announced && messages.Any(message => message.IsKernel && Says(message, Completed));
    }

    private static bool Says(KernelMessage message, string end) => message.Text.EndsWith(end, StringComparison.Ordinal);
}
