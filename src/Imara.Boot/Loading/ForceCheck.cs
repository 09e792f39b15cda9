using Imara.Boot.Machine;
using Imara.Policy.Checking;

namespace Imara.Boot.Loading;

/// <summary>Tells whether a policy is the one in force, where no other can be loaded any more.</summary>
/// <param name="kernel">The kernel's policy file.</param>
/// <param name="log">The kernel's log.</param>
/// <param name="record">The text loaded in this boot; null if nobody recorded one.</param>
/// <param name="listener">Is told what happens.</param>
internal sealed class ForceCheck(IPolicyInterface kernel, IKernelMessages log, byte[]? record, ILoadListener listener)
{
    /// <summary>Compares with what the kernel, our record or PID 1 tell.</summary>
    /// <param name="check">The policy.</param>
    /// <param name="about">The kernel, as it is known.</param>
    public LoadState Of(PolicyCheck check, LoadingKernel about)
    {
        var name = check.Sources[0].Name;
        if (!check.IsAccepted && about.IsKnown)
        {
            listener.Refusal(check);
            listener.Failure($"{name}: a policy was loaded in this boot before; it cannot be this one, which the kernel would refuse");
            return LoadState.Refused;
        }

        if ((kernel.State & PolicyFileState.Readable) != 0)
        {
            return OfReadBack(check, name);
        }

        if (record is not null)
        {
            return OfRecord(check, about, name, record);
        }

        if (SwitchProof.IsBySystemd(name, log.All()))
        {
            listener.Note($"{name}: PID 1 loaded the policy at this path in this boot, and the kernel confirmed it");
            return LoadState.Loaded;
        }

        listener.Failure($"{name}: a policy was loaded in this boot before, and the kernel does not tell which; only a boot loads another");
        return LoadState.Uncertain;
    }

    private LoadState OfReadBack(PolicyCheck check, string name)
    {
        var error = kernel.Read(out var text);
        if (error != Errno.None)
        {
            listener.Failure($"{kernel.Name}: {error}: a policy was loaded in this boot before, and it cannot be read");
            return LoadState.Uncertain;
        }

        return Compared(PolicyText.IsInForce(text, PolicyText.Of(check)), name, "the kernel reads it back");
    }

    private LoadState OfRecord(PolicyCheck check, LoadingKernel about, string name, byte[] text)
    {
        var recorded = PolicyChecker.Check([new PolicySource(name, text)], about.Rules, LoadMethod.Lines);
        return Compared(PolicyText.Of(recorded).AsSpan().SequenceEqual(PolicyText.Of(check)), name, "it was recorded when it was loaded");
    }

    private LoadState Compared(bool isSame, string name, string evidence)
    {
        if (isSame)
        {
            listener.Note($"{name}: in force already: {evidence}");
            return LoadState.Loaded;
        }

        listener.Failure($"{name}: another policy is in force, and only a boot changes that");
        return LoadState.Refused;
    }
}
