using Imara.Policy.Rules;

namespace Imara.Runtime.Support;

/// <summary>What the user-space IMA can see of one func.</summary>
/// <param name="Func">The func.</param>
/// <param name="Level">How well.</param>
/// <param name="Note">What is different, for people; lower case, without a final period.</param>
/// <remarks>docs/reference/hooks-in-user-space.md 2 and 4.</remarks>
public sealed record FuncSupport(PolicyFunc Func, SupportLevel Level, string Note)
{
    private static readonly FuncSupport[] Table =
    [
        new(PolicyFunc.FileCheck, SupportLevel.Full, "opens through io_uring, by 32-bit programs and by the kernel are told apart by the file's writers only"),
        new(PolicyFunc.BprmCheck, SupportLevel.Full, "the ELF interpreter is recognised by the path the program names"),
        new(PolicyFunc.CredsCheck, SupportLevel.Approximate, "the new ids are predicted from owner, mode and mount options"),
        new(PolicyFunc.MmapCheck, SupportLevel.Approximate, "seen for executed programs and their ELF interpreter; other mappings, such as shared libraries, are not"),
        new(PolicyFunc.MmapCheckReqprot, SupportLevel.Approximate, "seen for executed programs and their ELF interpreter; other mappings, such as shared libraries, are not"),
    ];

    /// <summary>What can be seen of <paramref name="func"/>.</summary>
    public static FuncSupport Of(PolicyFunc func) =>
        Array.Find(Table, row => row.Func == func) ?? new FuncSupport(func, SupportLevel.None, "not visible from user space");
}
