using Imara.Policy.Rules;

namespace Imara.Evaluation.Generating;

/// <summary>The kind of an access.</summary>
internal static class AccessKindOf
{
    /// <summary>None for accesses that another one stands for: a program is opened for execution, asked about as MMAP_CHECK_REQPROT and CREDS_CHECK too.</summary>
    public static AccessKinds Of(in PolicyEvent e) => e.File is null ? AccessKinds.None : e.Func switch
    {
        PolicyFunc.BprmCheck => AccessKinds.Exec,
        PolicyFunc.MmapCheck => AccessKinds.Mmap,
        PolicyFunc.FileCheck when (e.Mask & AccessMask.Read) != 0 => AccessKinds.Read,
        PolicyFunc.ModuleCheck => AccessKinds.Module,
        PolicyFunc.FirmwareCheck => AccessKinds.Firmware,
        PolicyFunc.PolicyCheck => AccessKinds.Policy,
        PolicyFunc.KexecKernelCheck or PolicyFunc.KexecInitramfsCheck => AccessKinds.Kexec,
        _ => AccessKinds.None,
    };
}
