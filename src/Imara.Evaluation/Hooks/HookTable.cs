using System.Collections.Immutable;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Hooks;

/// <summary>Which questions each access asks of one kernel's IMA, in the kernel's order. Pure.</summary>
/// <remarks>docs/reference/policy.md 4.1.</remarks>
public sealed class HookTable
{
    private readonly ImmutableArray<HookQuestion>[] opened = new ImmutableArray<HookQuestion>[32];

    /// <summary>The table of a kernel.</summary>
    /// <param name="kernel">The kernel.</param>
    public HookTable(KernelProfile kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        for (var mask = 0; mask < opened.Length; mask++)
        {
            opened[mask] = [new HookQuestion(PolicyFunc.FileCheck, (AccessMask)mask)];
        }

        var creds = kernel.Has(KernelFeature.CredsCheckAfterSetuid);
        var reqprot = kernel.Has(KernelFeature.MmapReqprot);
        ExecutionRound = [.. Exec(PolicyFunc.FileCheck), .. Exec(PolicyFunc.BprmCheck), .. creds ? [] : Exec(PolicyFunc.CredsCheck)];
        ProgramChosen = creds ? [new HookQuestion(PolicyFunc.CredsCheck, AccessMask.Exec, HookCreds.Coming)] : [];
        Mapped = [.. reqprot ? Exec(PolicyFunc.MmapCheckReqprot) : [], .. Exec(PolicyFunc.MmapCheck)];
        MappedUnasked = Exec(PolicyFunc.MmapCheck);
        Protected = [.. Exec(PolicyFunc.MmapCheck), .. reqprot ? Exec(PolicyFunc.MmapCheckReqprot) : []];
        ProgramMapped = [.. Mapped.Select(question => question with { Creds = HookCreds.Become })];
        ElfExecuted = [.. ExecutionRound, .. ProgramChosen, .. ProgramMapped];
        LoaderExecuted = [.. Opened(AccessMask.Exec), .. ProgramMapped];
    }

    /// <summary>One round of execve(2): a script, or the program that is executed in the end.</summary>
    public ImmutableArray<HookQuestion> ExecutionRound { get; }

    /// <summary>The program that is executed in the end is known; up to 6.16 nothing is asked.</summary>
    public ImmutableArray<HookQuestion> ProgramChosen { get; }

    /// <summary>The kernel maps an ELF program, or the loader it names, as whom it runs. A refusal kills it.</summary>
    public ImmutableArray<HookQuestion> ProgramMapped { get; }

    /// <summary>The loader that an ELF program names (ld.so) is opened and mapped.</summary>
    public ImmutableArray<HookQuestion> LoaderExecuted { get; }

    /// <summary>mmap(2) with PROT_EXEC.</summary>
    public ImmutableArray<HookQuestion> Mapped { get; }

    /// <summary>mmap(2) without PROT_EXEC, to which the personality adds it (READ_IMPLIES_EXEC).</summary>
    public ImmutableArray<HookQuestion> MappedUnasked { get; }

    /// <summary>mprotect(2) that makes a mapping of a file executable. The answers are joined, not the first one taken.</summary>
    public ImmutableArray<HookQuestion> Protected { get; }

    private ImmutableArray<HookQuestion> ElfExecuted { get; }

    /// <summary>open(2).</summary>
    /// <param name="mask">See <see cref="OpenMask"/>.</param>
    public ImmutableArray<HookQuestion> Opened(AccessMask mask) => opened[(int)mask & (opened.Length - 1)];

    /// <summary>All that is asked about one executed file.</summary>
    /// <param name="format">What it is. What is no ELF program is none that is executed in the end: another one runs it, or nothing does (ENOEXEC).</param>
    public ImmutableArray<HookQuestion> Executed(ProgramFormat format) => format == ProgramFormat.Elf ? ElfExecuted : ExecutionRound;

    /// <summary>A file that the kernel reads as a whole itself.</summary>
    /// <param name="func">See <see cref="FileUses.KernelReads"/>.</param>
    public static ImmutableArray<HookQuestion> Read(PolicyFunc func) => [new HookQuestion(func, AccessMask.Read)];

    private static ImmutableArray<HookQuestion> Exec(PolicyFunc func) => [new HookQuestion(func, AccessMask.Exec)];
}
