using System.Collections.Immutable;
using Imara.Policy.BuiltIn;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Policy.Loading;

/// <summary>The policy of one running kernel: the default list of the boot, the custom list, and the file they are loaded through.</summary>
/// <remarks>docs/reference/policy.md 1.1, 1.2, 1.5, 1.7.</remarks>
public sealed class PolicyStore
{
    private readonly KernelProfile kernel;
    private readonly BootParameters boot;
    private readonly ImmutableArray<PolicyRule> defaults;
    private ImmutableArray<PolicyRule> custom;
    private bool isOpen;
    private bool isClosedForever;

    /// <summary>The state after boot.</summary>
    public PolicyStore(KernelProfile kernel, BootParameters boot)
    {
        this.kernel = kernel;
        this.boot = boot;
        defaults = boot.DefaultRules(kernel);
        custom = BuiltInPolicies.Rules(!boot.Starts || boot.Policies.Contains(BuiltInPolicy.SecureBoot) ? [] : BuiltInPolicies.BuildTimeLines(kernel), kernel);
        Appraise = boot.Appraise;
        Apply(defaults);
    }

    /// <summary>The security module that resolves labels at the next load.</summary>
    public LsmContext Lsm { get; init; } = LsmContext.None;

    /// <summary>True after the first successful load.</summary>
    public bool IsCustomActive { get; private set; }

    /// <summary>The rules in force, in order.</summary>
    public ImmutableArray<PolicyRule> ActiveRules => IsCustomActive ? custom : defaults;

    /// <summary>The mode and the bits that appraise rules have added since boot; bits are never cleared.</summary>
    public AppraiseBits Appraise { get; private set; }

    /// <summary>The algorithms that may be written to security.ima; set by the first SETXATTR_CHECK rule, for good. Null: all the kernel has.</summary>
    public HashAlgoSet? SetxattrAlgos { get; private set; }

    /// <summary>Opens the policy file for a load.</summary>
    /// <param name="readFile">Reads a policy given by its path.</param>
    /// <param name="load">The load, for whoever may write; null if the file was not opened for one.</param>
    /// <returns>EBUSY while it is open or can only be read, ENOENT once it is gone or where IMA has not started, else <see cref="Errno.None"/> and the load.</returns>
    public Errno Open(PolicyFileReader readFile, out PolicyLoad? load) => Open(PolicyOpenMode.WriteOnly, canAdmin: true, readFile, out load);

    /// <summary>Opens the policy file.</summary>
    /// <param name="mode">The access mode.</param>
    /// <param name="canAdmin">The opener has CAP_SYS_ADMIN; only reading asks for it.</param>
    /// <param name="readFile">Reads a policy given by its path.</param>
    /// <param name="load">The load; null if the file was opened for reading, or not at all.</param>
    /// <returns>ENOENT once the file is gone, EACCES or EPERM for a mode the kernel does not grant, EBUSY for a load where there is one already or none is taken any more.</returns>
    public Errno Open(PolicyOpenMode mode, bool canAdmin, PolicyFileReader readFile, out PolicyLoad? load)
    {
        load = null;
        var canRead = kernel.Is(KernelOption.ReadPolicy);
        if (!boot.Starts || (isClosedForever && !canRead))
        {
            return Errno.ENOENT;
        }

        if (mode is PolicyOpenMode.ReadWrite)
        {
            return Errno.EACCES;
        }

        if (mode is PolicyOpenMode.ReadOnly)
        {
            return canRead ? (canAdmin ? Errno.None : Errno.EPERM) : Errno.EACCES;
        }

        if (isClosedForever || isOpen)
        {
            return Errno.EBUSY;
        }

        isOpen = true;
        var context = new RuleContext(kernel, Lsm, IsCustomActive, boot.IsCustomTemplate ? boot.Template : null);
        load = new PolicyLoad(context, (Appraise & AppraiseBits.Policy) != 0, readFile) { IsWritable = mode is PolicyOpenMode.WriteOnly };
        return Errno.None;
    }

    /// <summary>The last close of a load; <c>close()</c> itself never reports an error.</summary>
    /// <returns>True if the load became part of the policy.</returns>
    public bool Close(PolicyLoad load)
    {
        isOpen = false;
        if (load.Close() is not { } rules)
        {
            return false;
        }

        custom = custom.AddRange(rules);
        IsCustomActive = true;
        isClosedForever = !kernel.Is(KernelOption.WritePolicy);
        Apply(custom);
        return true;
    }

    private void Apply(ImmutableArray<PolicyRule> rules)
    {
        var effects = LoadEffects.Of(rules);
        SetxattrAlgos ??= effects.SetxattrAlgos;
        Appraise |= effects.Appraise;
    }
}
