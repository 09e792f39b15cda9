using System.Collections.Immutable;
using Imara.Evaluation;
using Imara.Evaluation.Hooks;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Appraisal.Simulating;

/// <summary>Which accesses can happen to a file, and what each asks in which order. Pure.</summary>
/// <remarks>docs/reference/policy.md 4.1.</remarks>
internal sealed class AccessTable(KernelProfile kernel, IReadOnlyList<Subject> subjects)
{
    private const uint Read = 4;
    private const uint Write = 2;
    private const uint Execute = 1;
    private const int CapSysModule = 16;
    private const int CapSysAdmin = 21;
    private const int CapSysBoot = 22;

    private const FileTraits NoProgram = FileTraits.ModesOfMount | FileTraits.NotMapped;

    private static readonly (FileUse Use, int Capability, AccessKind Kind)[] KernelReads =
    [
        (FileUse.Module, CapSysModule, AccessKind.Module), (FileUse.Firmware, CapSysAdmin, AccessKind.Firmware), (FileUse.KexecKernel, CapSysBoot, AccessKind.KexecKernel),
        (FileUse.KexecInitramfs, CapSysBoot, AccessKind.KexecInitramfs), (FileUse.Policy, CapSysAdmin, AccessKind.Policy),
    ];

    private readonly HookTable hooks = new(kernel);

    /// <summary>The questions about a file.</summary>
    /// <param name="owner">Owner.</param>
    /// <param name="group">Group.</param>
    /// <param name="mode">Permission, set-user-id and set-group-id bits.</param>
    /// <param name="traits">What it is used for.</param>
    /// <param name="reach">Bit n: subject n may search all the directories above.</param>
    /// <param name="questions">Takes the questions in the order in which the kernel asks them, subject by subject.</param>
    public void Fill(uint owner, uint group, uint mode, FileTraits traits, ulong reach, List<AccessQuestion> questions)
    {
        for (var i = 0; i < subjects.Count; i++)
        {
            if ((reach & (1UL << i)) == 0)
            {
                continue;
            }

            var creds = subjects[i].Creds;
            var rights = subjects[i].Rights(owner, group, mode);
            if ((rights & Read) != 0)
            {
                Add(i, AccessKind.Read, hooks.Opened(OpenMask.Of(reads: true, writes: false, truncates: false, appends: false)), creds, creds, questions);
            }

            // A read-only file system says no before IMA is asked.
            if ((rights & Write) != 0 && (traits & FileTraits.ReadOnlyMount) == 0)
            {
                Add(i, AccessKind.Write, hooks.Opened(OpenMask.Of(reads: false, writes: true, truncates: false, appends: false)), creds, creds, questions);
            }

            if ((traits & FileTraits.NoExecMount) == 0)
            {
                // A system partition is mounted as one of programs, and has none that this kernel starts.
                if ((rights & Execute) != 0 && (traits & NoProgram) != NoProgram)
                {
                    AddExecution(i, creds, owner, group, mode, traits, questions);
                }

                if ((rights & Read) != 0 && (traits & FileTraits.SharedObject) != 0 && (traits & (FileTraits.Script | FileTraits.NotMapped)) == 0)
                {
                    Add(i, AccessKind.Map, hooks.Mapped, creds, creds, questions);
                }
            }

            AddKernelReads(i, creds, traits, questions);
        }
    }

    /// <summary>The questions of a loader that a running program has.</summary>
    public void AddLoader(int subject, Credentials creds, List<AccessQuestion> questions) => Add(subject, AccessKind.Execute, hooks.LoaderExecuted, creds, creds, questions);

    /// <summary>The questions of a library that a running program has: it was opened, and mapped executable as asked for.</summary>
    public void AddLibrary(int subject, Credentials creds, List<AccessQuestion> questions) =>
        Add(subject, AccessKind.Map, [.. hooks.Opened(AccessMask.Read), .. hooks.Mapped], creds, creds, questions);

    /// <summary>The questions of an execution.</summary>
    public void AddExecution(int subject, Credentials creds, uint owner, uint group, uint mode, FileTraits traits, List<AccessQuestion> questions)
    {
        // What is neither a script nor ELF, only the content can tell.
        var format = (traits & FileTraits.Script) != 0 ? ProgramFormat.Script : (traits & FileTraits.NotMapped) != 0 ? ProgramFormat.Other : ProgramFormat.Elf;
        var program = ExecCredentials.After(creds, owner, group, mode, isHonoured: (traits & FileTraits.NoSetUidMount) == 0);
        Add(subject, AccessKind.Execute, hooks.Executed(format), creds, program, questions);
    }

    private static void AddKernelReads(int subject, Credentials creds, FileTraits traits, List<AccessQuestion> questions)
    {
        foreach (var (use, capability, kind) in KernelReads)
        {
            if ((traits & (FileTraits)use) != 0 && creds.Has(capability))
            {
                questions.Add(new(subject, kind, FileUses.KernelReads.First(read => read.Use == use).Func, AccessMask.Read, creds, IsBuffered: true));
            }
        }
    }

    private static void Add(
        int subject, AccessKind kind, ImmutableArray<HookQuestion> asked, in Credentials creds, in Credentials program, List<AccessQuestion> questions)
    {
        foreach (var question in asked)
        {
            questions.Add(new(subject, kind, question.Func, question.Mask, question.CredsOf(creds, program)) { Task = question.TaskOf(creds, program) });
        }
    }
}
