using Imara.Boot.InForce;
using Imara.Boot.Machine;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;

namespace Imara.Boot.Loading;

/// <summary>Loads one policy: only what the check lets through, by its path first, never again after a success, and verified at the end.</summary>
/// <remarks>docs/reference/boot.md 2, our loader.</remarks>
/// <param name="kernel">The kernel's policy file.</param>
/// <param name="log">The kernel's log.</param>
/// <param name="wait">Waits this many milliseconds.</param>
/// <param name="listener">Is told what happens.</param>
internal sealed class PolicyLoader(IPolicyInterface kernel, IKernelMessages log, Action<int> wait, ILoadListener listener)
{
    /// <summary>Loads a policy that is not in force yet.</summary>
    /// <param name="policy">The policy; its name is the absolute path that the kernel is given.</param>
    /// <param name="preflight">What may be tried; something may.</param>
    /// <param name="about">The kernel, as it is known.</param>
    /// <returns>The state and what led to it; nothing is said about policy and keys.</returns>
    public LoadResult Load(PolicySource policy, Preflight preflight, LoadingKernel about)
    {
        var before = ReadBack();
        var attempt = preflight.MayPath ? LoadAttempt.ByPath(kernel, log, policy.Name, wait) : LoadAttempt.ByLines(kernel, log, policy.Text, wait);
        if (!attempt.IsTaken && attempt.Method == LoadMethod.Path && IsForLines(attempt, preflight))
        {
            Tell(log.SinceMark());
            listener.Note($"{policy.Name}: the kernel answers {attempt.WriteErrno} to the path; the rules are written one by one");
            attempt = LoadAttempt.ByLines(kernel, log, policy.Text, wait);
        }

        return attempt.IsTaken ? Verified(policy, preflight, attempt, before) : Failed(policy, preflight, attempt, about);
    }

    // EACCES: the kernel may not read the file, where a signature could be the reason. EINVAL: a rule it does not take, and the rules tell which. The rules
    // are those that were checked, and where a signature is wanted they are refused as well.
    private static bool IsForLines(LoadAttempt attempt, Preflight preflight) =>
        preflight.MayLines && attempt.OpenErrno == Errno.None && attempt.WriteErrno is Errno.EACCES or Errno.EINVAL;

    private LoadResult Verified(PolicySource policy, Preflight preflight, LoadAttempt attempt, byte[]? before)
    {
        var canonical = PolicyText.Of(preflight.Rules);
        var after = ReadBack();
        var messages = log.SinceMark();
        var state = SwitchProof.Of(kernel.State, before, after, canonical, messages);
        Tell(messages);
        switch (state)
        {
            case LoadState.Refused:
                listener.Failure($"{policy.Name}: the kernel took every rule and threw the policy away at the end; the one before is still in force");
                break;
            case LoadState.Uncertain:
                listener.Failure($"{policy.Name}: the kernel took every rule, and nothing shows whether the policy is in force");
                break;
            case LoadState.Loaded when after is not null && !PolicyText.EndsWith(after, canonical):
                listener.Note($"{policy.Name}: the kernel reads the policy back in other words than expected; `imara policy diff` compares");
                break;
            default:
                break;
        }

        return new LoadResult { State = state, Method = attempt.Method, Check = preflight.Shown };
    }

    private LoadResult Failed(PolicySource policy, Preflight preflight, LoadAttempt attempt, LoadingKernel about)
    {
        Tell(log.SinceMark());
        if (attempt.OpenErrno != Errno.None)
        {
            listener.Failure($"{kernel.Name}: {attempt.OpenErrno}: {WhyNotOpen(attempt.OpenErrno)}");
        }
        else if (attempt.Rule is { } rule)
        {
            listener.Failure($"{policy.Name}:{rule.Line}: {rule.Errno}: {WhyNotRule(rule, about)}");
        }
        else
        {
            listener.Failure($"{policy.Name}: {attempt.WriteErrno}: {WhyNotPath(attempt.WriteErrno, preflight, about)}");
        }

        return new LoadResult { State = LoadState.Refused, Check = preflight.Shown, RefusedRule = attempt.Rule };
    }

    private static string WhyNotOpen(Errno error) => error switch
    {
        Errno.EBUSY => "another program is loading a policy, or the kernel takes no other in this boot",
        Errno.EACCES or Errno.EPERM => "no permission: only root loads policies",
        Errno.ENOENT => "another program loaded a policy meanwhile",
        Errno.EROFS => "securityfs is mounted read-only",
        _ => "the policy file of the kernel cannot be opened",
    };

    private static string WhyNotRule(RefusedRule rule, LoadingKernel about) => rule.Errno switch
    {
        Errno.EACCES => "the kernel wants a signed policy, given by its path; no rule is in force",
        Errno.EINVAL when about.Rules.Lsm.Kind != LsmKind.None && NamesLabel(rule) => $"the kernel refuses this rule, and no rule is in force; is a label in it unknown to {about.Rules.Lsm.Kind} so far? `{rule.Text}`",
        _ => $"the kernel refuses this rule, and no rule is in force: `{rule.Text}`",
    };

    private static bool NamesLabel(RefusedRule rule) =>
        System.Text.Encoding.Latin1.GetString(rule.Text.Span).Split((char[])[' ', '\t']).Any(word => word.StartsWith("subj_", StringComparison.Ordinal) || word.StartsWith("obj_", StringComparison.Ordinal));

    private static string WhyNotPath(Errno error, Preflight preflight, LoadingKernel about) => error switch
    {
        Errno.EACCES when about.WantsSignature => "the kernel wants a signed policy: the file has no signature, or no key in the keyring verifies it",
        Errno.EACCES => "the kernel may not read the file: it wants a signature that verifies, or a security module forbids it",
        Errno.ENOENT => "the file is gone",
        Errno.ETXTBSY => "the file is open for writing",
        Errno.EINVAL when preflight.Choice == LoadChoice.Path => "the kernel refuses a rule of the file; --lines tells which",
        _ => "the kernel refuses the file",
    };

    private byte[]? ReadBack() => (kernel.State & PolicyFileState.Readable) != 0 && kernel.Read(out var text) == Errno.None ? text : null;

    private void Tell(IReadOnlyList<KernelMessage> messages)
    {
        foreach (var message in messages.Where(message => message.IsKernel && message.Text.StartsWith("ima: ", StringComparison.OrdinalIgnoreCase)))
        {
            listener.Note($"the kernel says `{message.Text}`");
        }
    }
}
