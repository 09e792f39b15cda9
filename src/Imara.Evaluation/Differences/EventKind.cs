using System.Collections.Immutable;
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
    // open(2): what the access mode, O_TRUNC and O_APPEND can make of it; and the open for execution.
    private static readonly ImmutableArray<AccessMask> Opens =
    [
        AccessMask.Read, AccessMask.Write, AccessMask.Read | AccessMask.Write, AccessMask.Read | AccessMask.Append, AccessMask.Write | AccessMask.Append,
        AccessMask.Read | AccessMask.Write | AccessMask.Append, AccessMask.Exec,
    ];

    /// <summary>True for events that are looked at by func, uid and the name of the data alone.</summary>
    public bool IsBuffer => !HasFile;

    /// <summary>Every kind of event of a kernel; SETXATTR_CHECK, which is no walk over rules, is none.</summary>
    public static ImmutableArray<EventKind> Of(KernelProfile kernel)
    {
        var kinds = ImmutableArray.CreateBuilder<EventKind>();
        kinds.Add(new EventKind(PolicyFunc.FileCheck, Opens, HasFile: true, ActionClass.All));
        kinds.Add(new EventKind(PolicyFunc.FileCheck, [AccessMask.Access], HasFile: true, ActionClass.Appraise | ActionClass.Hash));
        Add(kinds, AccessMask.Exec, PolicyFunc.MmapCheck, PolicyFunc.BprmCheck, PolicyFunc.CredsCheck);
        if (kernel.Has(KernelFeature.MmapReqprot))
        {
            Add(kinds, AccessMask.Exec, PolicyFunc.MmapCheckReqprot);
        }

        Add(kinds, AccessMask.Read, PolicyFunc.ModuleCheck, PolicyFunc.FirmwareCheck, PolicyFunc.KexecKernelCheck, PolicyFunc.KexecInitramfsCheck, PolicyFunc.PolicyCheck);
        Add(kinds, AccessMask.None, PolicyFunc.KexecCmdline);
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

    private static void Add(ImmutableArray<EventKind>.Builder kinds, AccessMask mask, params ReadOnlySpan<PolicyFunc> funcs)
    {
        foreach (var func in funcs)
        {
            kinds.Add(new EventKind(func, [mask], HasFile: true, ActionClass.All));
        }
    }

    private static EventKind Buffer(PolicyFunc func) => new(func, [AccessMask.None], HasFile: false, ActionClass.All);
}
