using System.Collections.Immutable;
using Imara.Evaluation.Hooks;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>A kind of event that a kernel asks about, with the masks it can have.</summary>
/// <remarks>docs/reference/policy.md 4.1.</remarks>
/// <param name="Func">The func.</param>
/// <param name="Masks">The masks; one of none for events without.</param>
/// <param name="HasFile">False for buffers.</param>
/// <param name="Asked">The classes that are asked for.</param>
internal sealed record EventKind(PolicyFunc Func, ImmutableArray<AccessMask> Masks, bool HasFile, ActionClass Asked)
{
    /// <summary>True for events that are looked at by func, uid and the name of the data alone.</summary>
    public bool IsBuffer => !HasFile;

    /// <summary>Every kind of event of a kernel; SETXATTR_CHECK, which is no walk over rules, is none.</summary>
    public static ImmutableArray<EventKind> Of(KernelProfile kernel)
    {
        var kinds = ImmutableArray.CreateBuilder<EventKind>();
        kinds.Add(new EventKind(PolicyFunc.FileCheck, [.. OpenMask.All, AccessMask.Exec], HasFile: true, ActionClass.All));
        kinds.Add(new EventKind(PolicyFunc.FileCheck, [AccessMask.Access], HasFile: true, ActionClass.Appraise | ActionClass.Hash));
        var hooks = new HookTable(kernel);
        Add(kinds, AccessMask.Exec, hooks.Protected.Concat(hooks.Executed(ProgramFormat.Elf)).Select(question => question.Func).Where(func => func != PolicyFunc.FileCheck).Distinct());
        Add(kinds, AccessMask.Read, FileUses.KernelReads.Select(read => read.Func));
        Add(kinds, AccessMask.None, [PolicyFunc.KexecCmdline]);
        kinds.Add(new EventKind(PolicyFunc.PostSetattr, [AccessMask.Access], HasFile: true, ActionClass.Appraise | ActionClass.Hash));
        if (kernel.Has(KernelFeature.PolicyMeasured))
        {
            kinds.Add(Buffer(PolicyFunc.PolicyCheck));
        }

        if (kernel.Has(KernelFeature.KeyCheck))
        {
            kinds.Add(Buffer(PolicyFunc.KeyCheck));
        }

        if (kernel.Has(KernelFeature.CriticalData))
        {
            kinds.Add(Buffer(PolicyFunc.CriticalData));
        }

        return kinds.DrainToImmutable();
    }

    private static void Add(ImmutableArray<EventKind>.Builder kinds, AccessMask mask, IEnumerable<PolicyFunc> funcs)
    {
        foreach (var func in funcs)
        {
            kinds.Add(new EventKind(func, [mask], HasFile: true, ActionClass.All));
        }
    }

    private static EventKind Buffer(PolicyFunc func) => new(func, [AccessMask.None], HasFile: false, ActionClass.All);
}
