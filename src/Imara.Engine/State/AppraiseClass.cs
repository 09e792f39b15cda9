using Imara.Policy.Rules;

namespace Imara.Engine.State;

/// <summary>The hooks that keep a verdict of their own for each file.</summary>
/// <remarks>docs/reference/policy.md 4.3. Single bits, so that they form a set.</remarks>
[Flags]
internal enum AppraiseClass : byte
{
    None = 0,
    File = 1,
    Mmap = 2,
    Bprm = 4,
    Creds = 8,
    Read = 16,
}

/// <summary>Which class a func belongs to.</summary>
internal static class AppraiseClasses
{
    public static AppraiseClass Of(PolicyFunc func) => func switch
    {
        PolicyFunc.FileCheck or PolicyFunc.PostSetattr => AppraiseClass.File,
        PolicyFunc.MmapCheck or PolicyFunc.MmapCheckReqprot => AppraiseClass.Mmap,
        PolicyFunc.BprmCheck => AppraiseClass.Bprm,
        PolicyFunc.CredsCheck => AppraiseClass.Creds,
        _ => AppraiseClass.Read,
    };
}
