using System.Collections.Immutable;
using Imara.Engine.Appraisal;
using Imara.Engine.Boot;
using Imara.Engine.Events;
using Imara.Engine.Evm;
using Imara.Engine.Files;
using Imara.Engine.State;
using Imara.Evaluation;
using Imara.Evaluation.Hooks;
using Imara.Measurements;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Rules;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Engine;

/// <summary>IMA of one kernel from its start on: what it does on each access, as a pure state machine.</summary>
/// <remarks>
/// It reads no file, clock or environment: an access carries its facts and providers, and what happens is returned. Not safe for several threads: the
/// kernel orders accesses to one file, and the list orders all entries.
/// </remarks>
public sealed class ImaEngine
{
    private readonly Dictionary<InodeKey, InodeRecord> records = [];
    private readonly KernelProfile kernel;
    private readonly BootParameters boot;
    private readonly EntryMaker entries;
    private readonly FileChecker files;
    private CompiledPolicy policy;
    private readonly LsmContext lsm;

    /// <summary>Starts IMA: the boot_aggregate is measured, and so is the kernel's version if the built-in policy asks for it.</summary>
    public ImaEngine(EngineSetup setup)
    {
        kernel = setup.Kernel;
        boot = setup.Boot;
        lsm = setup.Lsm;
        Evm = new EvmState(kernel);
        Log = new MeasurementLog(kernel, boot.Hash, setup.Tpm);
        Policy = new PolicyStore(kernel, boot) { Lsm = lsm };
        entries = new EntryMaker(boot, kernel.MeasurePcr, Evm);
        files = new FileChecker(kernel, boot, entries, Log, Evm, new Appraiser(kernel, Keys));
        policy = Compile();
        if (!boot.Starts)
        {
            return;
        }

        Log.Add(entries.BootAggregate(setup.Tpm));
        Measure(new BufferEvent
        {
            Func = PolicyFunc.CriticalData,
            Label = new ByteString("kernel_info"),
            Name = new ByteString("kernel_version"),
            Data = new ByteString(kernel.Release).Memory,
        });
    }

    /// <summary>The list, its PCRs and the number of violations.</summary>
    public MeasurementLog Log { get; }

    /// <summary>The policy.</summary>
    public PolicyStore Policy { get; }

    /// <summary>EVM.</summary>
    public EvmState Evm { get; }

    /// <summary>The <c>.ima</c> keyring.</summary>
    public Keyring Keys { get; } = new();

    /// <summary>The rules in force, compiled.</summary>
    public CompiledPolicy Rules => policy;

    /// <summary>Asked before each question of an access is answered; null: nobody listens.</summary>
    public Action<AccessEvent>? Asking { get; init; }

    /// <summary>Answers the questions of an access one after another; the first refusal ends it.</summary>
    /// <param name="access">The access.</param>
    public AccessResult Check(Access access)
    {
        ArgumentNullException.ThrowIfNull(access);
        var result = AccessResult.Allowed;
        if (Asking is null && (policy.Classes == ActionClass.None || !IsRegular(access.File)))
        {
            return result;
        }

        foreach (var question in access.Questions)
        {
            result = result.Then(Check(access.Ask(question)));
            if (result.Errno != Errno.None)
            {
                break;
            }
        }

        return result;
    }

    /// <summary>Answers one question about a file.</summary>
    public AccessResult Check(AccessEvent access)
    {
        Asking?.Invoke(access);
        if (policy.Classes == ActionClass.None || !IsRegular(access.File))
        {
            return AccessResult.Allowed;
        }

        var decision = policy.Decide(access.ToPolicyEvent());
        var looksForViolations = access.Func is PolicyFunc.FileCheck or PolicyFunc.MmapCheck or PolicyFunc.MmapCheckReqprot
            && (policy.Classes & ActionClass.Measure) != 0;
        if (decision.Actions == ActionClass.None && !looksForViolations)
        {
            return AccessResult.Allowed;
        }

        var record = Find(access.File.Key, create: decision.Actions != ActionClass.None);
        return files.Check(access, decision, record, Policy.Appraise, looksForViolations);
    }

    /// <summary>mprotect(2) makes a file mapping executable; see <see cref="HookTable.Protected"/>.</summary>
    /// <remarks>docs/reference/policy.md 4.1: nothing is hashed; an appraise rule that matches refuses it in every mode.</remarks>
    public AccessResult CheckMprotect(Access access)
    {
        if ((policy.Classes & ActionClass.Appraise) == 0 || !IsRegular(access.File))
        {
            return AccessResult.Allowed;
        }

        var actions = ActionClass.None;
        foreach (var question in access.Questions)
        {
            actions |= policy.Decide(access.Ask(question).ToPolicyEvent()).Actions;
        }

        return (actions & ActionClass.Appraise) != 0 ? new AccessResult { Errno = Errno.EPERM } : AccessResult.Allowed;
    }

    /// <summary>A descriptor that may write is closed; <see cref="IFileView.OpenWriters"/> still counts it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isDirect">It was opened with O_DIRECT.</param>
    public AccessResult CloseWriter(IFileView file, bool isDirect = false)
    {
        var record = Find(file.Key, create: false);
        return record is null || file.OpenWriters > 1 ? AccessResult.Allowed : files.CloseLastWriter(file, record, isDirect);
    }

    /// <summary>A file without a name was made (O_TMPFILE), or a regular file by mknod(2).</summary>
    public void CreateUnnamed(Access access)
    {
        var asked = policy.Decide(access.Ask(new HookQuestion(PolicyFunc.FileCheck, AccessMask.Access)).ToPolicyEvent(), ActionClass.Appraise | ActionClass.Hash);
        if (asked.Actions != ActionClass.None && Find(access.File.Key, create: true) is { } record)
        {
            record.IsNew = true;
            record.UpdateXattr = true;
        }
    }

    /// <summary>Mode, owner, size or times of a file were changed.</summary>
    /// <param name="access">By whom and which file.</param>
    /// <param name="isResized">The size was set (truncate).</param>
    /// <remarks>docs/reference/policy.md 4.5: func and mask of the rules do not count; 5.5 for the size.</remarks>
    public void AttributesChanged(Access access, bool isResized = false)
    {
        if (isResized && kernel.Has(KernelFeature.TruncateSeen))
        {
            Find(access.File.Key, create: false)?.ForgetDone();
        }

        if ((policy.Classes & ActionClass.Appraise) == 0 || !IsRegular(access.File))
        {
            return;
        }

        var decision = policy.Decide(access.Ask(new HookQuestion(PolicyFunc.PostSetattr, AccessMask.Access)).ToPolicyEvent(), ActionClass.Appraise | ActionClass.Hash);
        if (Find(access.File.Key, create: false) is { } record)
        {
            record.AttributesChanged = true;
            record.UpdateXattr &= decision.Actions != ActionClass.None;
        }
    }

    /// <summary>Asks whether mode or owner may be changed (EVM).</summary>
    public Errno CheckSetattr(IFileView file, bool changesAnything) => EvmGuard.Setattr(Evm, boot, file, changesAnything);

    /// <summary>Asks whether an extended attribute may be written; a good answer already counts as the change.</summary>
    public Errno SetXattr(IFileView file, string name, ReadOnlyMemory<byte> value, Credentials creds)
    {
        var errno = EvmGuard.SetXattr(Evm, boot, file, name, value, creds, IsNew(file));
        errno = errno != Errno.None ? errno : XattrGuard.Set(kernel, boot, Policy, Evm, FindAppraised(file), name, value.Span, creds);
        return ReplacesHmac(file, name, errno);
    }

    /// <summary>Asks whether an extended attribute may be removed; a good answer already counts as the change.</summary>
    public Errno RemoveXattr(IFileView file, string name, Credentials creds)
    {
        var errno = EvmGuard.RemoveXattr(Evm, boot, file, name, creds, IsNew(file));
        errno = errno != Errno.None ? errno : XattrGuard.Remove(Evm, FindAppraised(file), name, creds);
        return ReplacesHmac(file, name, errno);
    }

    /// <summary>Metadata of a file was changed with permission: EVM brings its HMAC up to date.</summary>
    public void MetadataWritten(IFileView file) => EvmGuard.Update(Evm, file);

    /// <summary>Measures a buffer if a rule wants it.</summary>
    public AccessResult Measure(BufferEvent buffer)
    {
        if ((policy.Classes & ActionClass.Measure) == 0)
        {
            return AccessResult.Allowed;
        }

        var decision = policy.Decide(
            new PolicyEvent
            {
                Func = buffer.Func,
                Creds = buffer.Creds,
                TaskCanSetUid = buffer.Creds.CanSetUid,
                TaskCanSetGid = buffer.Creds.CanSetGid,
                Subject = buffer.Subject,
                File = buffer.File?.Facts,
                Data = buffer.Label,
            },
            ActionClass.Measure);
        if (!decision.Has(ActionClass.Measure))
        {
            return AccessResult.Allowed;
        }

        var entry = entries.Buffer(buffer, decision.Template, decision.Pcr);
        return Log.Add(entry) ? new AccessResult { Entries = [entry] } : AccessResult.Allowed;
    }

    /// <summary>Closes a policy load; what it adds counts from now on.</summary>
    /// <returns>True if the load became part of the policy.</returns>
    public bool ClosePolicy(PolicyLoad load)
    {
        var isUpdated = Policy.Close(load);
        if (isUpdated)
        {
            policy = Compile();
        }

        return isUpdated;
    }

    /// <summary>The inode is gone; what was known about it goes too.</summary>
    public void Forget(InodeKey key)
    {
        records.Remove(key);
        Evm.HmacBroken(key);
    }

    // Whoever writes or removes security.evm takes the kernel's HMAC away.
    private Errno ReplacesHmac(IFileView file, string name, Errno errno)
    {
        if (errno == Errno.None && name == ProtectedXattrs.Evm)
        {
            Evm.HmacBroken(file.Key);
        }

        return errno;
    }

    private static bool IsRegular(IFileView file) => (file.Mode & 0xf000) == 0x8000;

    private bool IsNew(IFileView file) => Find(file.Key, create: false)?.IsNew ?? false;

    // Without any appraise rule a changed label is not noticed.
    private InodeRecord? FindAppraised(IFileView file) => (policy.Classes & ActionClass.Appraise) != 0 ? Find(file.Key, create: false) : null;

    private InodeRecord? Find(InodeKey key, bool create)
    {
        if (!records.TryGetValue(key, out var record) && create)
        {
            records[key] = record = new InodeRecord();
        }

        return record;
    }

    private CompiledPolicy Compile() => new(Policy.ActiveRules, lsm.Kind, Policy.Appraise != AppraiseBits.None);
}
