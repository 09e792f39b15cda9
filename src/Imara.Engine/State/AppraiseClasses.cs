using Imara.Policy.Rules;

namespace Imara.Engine.State;

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
