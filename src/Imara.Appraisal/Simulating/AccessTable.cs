using Imara.Evaluation;
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
    private const uint SetUidBit = 0x800;
    private const uint SetGidBit = 0x400;
    private const uint GroupExecute = 8;
    private const int CapSysModule = 16;
    private const int CapSysAdmin = 21;
    private const int CapSysBoot = 22;

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
                questions.Add(new(i, AccessKind.Read, PolicyFunc.FileCheck, AccessMask.Read, creds));
            }

            // A read-only file system says no before IMA is asked.
            if ((rights & Write) != 0 && (traits & FileTraits.ReadOnlyMount) == 0)
            {
                questions.Add(new(i, AccessKind.Write, PolicyFunc.FileCheck, AccessMask.Write, creds));
            }

            if ((traits & FileTraits.NoExecMount) == 0)
            {
                if ((rights & Execute) != 0)
                {
                    AddExecution(i, creds, owner, group, mode, traits, questions);
                }

                if ((rights & Read) != 0 && (traits & FileTraits.SharedObject) != 0 && (traits & (FileTraits.Script | FileTraits.NotMapped)) == 0)
                {
                    AddMapping(i, AccessKind.Map, creds, questions);
                }
            }

            AddKernelReads(i, creds, traits, questions);
        }
    }

    /// <summary>The questions of a mapping that exists: the caller asked for it to be executable.</summary>
    public void AddMapping(int subject, AccessKind kind, Credentials creds, List<AccessQuestion> questions)
    {
        if (kernel.Has(KernelFeature.MmapReqprot))
        {
            questions.Add(new(subject, kind, PolicyFunc.MmapCheckReqprot, AccessMask.Exec, creds));
        }

        questions.Add(new(subject, kind, PolicyFunc.MmapCheck, AccessMask.Exec, creds));
    }

    /// <summary>The questions of an execution.</summary>
    public void AddExecution(int subject, Credentials creds, uint owner, uint group, uint mode, FileTraits traits, List<AccessQuestion> questions)
    {
        questions.Add(new(subject, AccessKind.Execute, PolicyFunc.FileCheck, AccessMask.Exec, creds));
        questions.Add(new(subject, AccessKind.Execute, PolicyFunc.BprmCheck, AccessMask.Exec, creds));
        var afterSetUid = kernel.Has(KernelFeature.CredsCheckAfterSetuid);
        if (!afterSetUid)
        {
            questions.Add(new(subject, AccessKind.Execute, PolicyFunc.CredsCheck, AccessMask.Exec, creds));
        }
        else if ((traits & FileTraits.Script) == 0)
        {
            var honoured = (traits & FileTraits.NoSetUidMount) == 0;
            questions.Add(new(subject, AccessKind.Execute, PolicyFunc.CredsCheck, AccessMask.Exec, honoured ? After(creds, owner, group, mode) : creds));
        }

        // The kernel itself maps an ELF program; what is none, only the content can tell.
        if ((traits & (FileTraits.Script | FileTraits.NotMapped)) == 0)
        {
            AddMapping(subject, AccessKind.Execute, creds, questions);
        }
    }

    private static void AddKernelReads(int subject, Credentials creds, FileTraits traits, List<AccessQuestion> questions)
    {
        Add(FileTraits.Module, CapSysModule, AccessKind.Module, PolicyFunc.ModuleCheck);
        Add(FileTraits.Firmware, CapSysAdmin, AccessKind.Firmware, PolicyFunc.FirmwareCheck);
        Add(FileTraits.KexecKernel, CapSysBoot, AccessKind.KexecKernel, PolicyFunc.KexecKernelCheck);
        Add(FileTraits.KexecInitramfs, CapSysBoot, AccessKind.KexecInitramfs, PolicyFunc.KexecInitramfsCheck);
        Add(FileTraits.Policy, CapSysAdmin, AccessKind.Policy, PolicyFunc.PolicyCheck);

        void Add(FileTraits trait, int capability, AccessKind kind, PolicyFunc func)
        {
            if ((traits & trait) != 0 && creds.Has(capability))
            {
                questions.Add(new(subject, kind, func, AccessMask.Read, creds, IsBuffered: true));
            }
        }
    }

    // docs/reference/hooks-in-user-space.md 2, CREDS_CHECK.
    private static Credentials After(Credentials creds, uint owner, uint group, uint mode)
    {
        var euid = (mode & SetUidBit) != 0 ? owner : creds.Euid;
        var egid = (mode & (SetGidBit | GroupExecute)) == (SetGidBit | GroupExecute) ? group : creds.Egid;
        return creds with { Euid = euid, Suid = euid, Egid = egid, Sgid = egid };
    }
}
