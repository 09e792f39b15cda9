using Imara.Engine.Appraisal;
using Imara.Engine.Events;
using Imara.Engine.Evm;
using Imara.Engine.Files;
using Imara.Engine.State;
using Imara.Evaluation;
using Imara.Measurements;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;
using Imara.Signatures;

namespace Imara.Engine;

/// <summary>Carries out what the policy decided about one file.</summary>
/// <remarks>docs/reference/policy.md 5.2 gives the order of the steps.</remarks>
internal sealed class FileChecker(KernelProfile kernel, BootParameters boot, EntryMaker maker, MeasurementLog log, EvmState evm, Appraiser appraiser)
{
    private readonly ViolationFinder violations = new(kernel, maker, log);

    public AccessResult Check(AccessEvent access, in PolicyDecision decision, InodeRecord? record, AppraiseBits appraise, bool looksForViolations)
    {
        var result = new ResultBuilder();
        if (looksForViolations && record is not null)
        {
            violations.Look(access, record, decision.Has(ActionClass.Measure), result);
        }

        if (decision.Actions == ActionClass.None || record is null)
        {
            return result.ToResult();
        }

        var mustAppraise = decision.Has(ActionClass.Appraise);
        var errno = Work(access, decision, record, appraise, result);

        // Step 15: files with signatures are immutable for writers.
        if ((access.Mask & AccessMask.Write) != 0 && record.IsSigned && !record.IsNew)
        {
            errno = Errno.EACCES;
        }

        if (mustAppraise)
        {
            if (errno != Errno.None && (appraise & AppraiseBits.Enforce) != 0)
            {
                result.Errno = Errno.EACCES;
                return result.ToResult();
            }

            record.UpdateXattr |= access.IsOpenForWrite;
        }

        return result.ToResult();
    }

    /// <summary>The last writer closes: changed content is measured again, and its label written anew.</summary>
    /// <remarks>docs/reference/appraisal.md 5.3, policy.md 5.3 and 5.5.</remarks>
    public AccessResult CloseLastWriter(IFileView file, InodeRecord record, bool isDirect)
    {
        record.EmittedOpenWriters = false;
        var update = record.UpdateXattr;
        record.UpdateXattr = false;
        if (!record.IsNew && !file.HasChangedSince(record.Cookie))
        {
            return AccessResult.Allowed;
        }

        record.ForgetDone();
        record.IsNew = false;
        if (!update || record.IsSigned || (!record.FileStatusPassed && !record.HasHashRule))
        {
            return AccessResult.Allowed;
        }

        // Collected as rules have asked for: what cannot be, leaves the old label.
        var result = new ResultBuilder();
        if (CollectAnew(file, record, boot.Hash, isDirect, isAccessMode3: false, result) is (Errno.None, { } digest))
        {
            WriteLabel(file, digest, result);
        }

        return result.ToResult();
    }

    private Errno Work(AccessEvent access, in PolicyDecision decision, InodeRecord record, AppraiseBits appraise, ResultBuilder result)
    {
        var file = access.File;
        ForgetWhatChanged(file, record, decision);
        record.Options |= decision.Options;
        record.HasHashRule |= decision.Has(ActionClass.Hash);
        var appraiseFunc = decision.AppraiseAsFile ? PolicyFunc.FileCheck : access.Func;
        var appraiseClass = AppraiseClasses.Of(appraiseFunc);
        var pcrBit = 1u << ((decision.Pcr ?? kernel.MeasurePcr) % 32);
        var measure = decision.Has(ActionClass.Measure) && (record.MeasuredPcrs & pcrBit) == 0;
        var appraiseNow = decision.Has(ActionClass.Appraise) && (record.Appraised & appraiseClass) == 0;
        var audit = decision.Has(ActionClass.Audit) && !record.IsAudited;
        if (decision.Has(ActionClass.Hash) && !record.IsHashed && !record.IsSigned)
        {
            var read = file.Xattr(ProtectedXattrs.Ima);
            record.IsSigned |= read.Value.Length > 2 && read.Value.Span[0] == (byte)ImaXattrType.Signature;
            record.IsHashed = true;
            record.UpdateXattr = true;
        }

        if (!measure && !appraiseNow && !audit)
        {
            return decision.Has(ActionClass.Appraise) ? CheckMappedForWrite(access, result) : Errno.None;
        }

        var needsXattr = appraiseNow || !maker.TemplateFor(decision.Template).IsLegacyIma;
        var xattr = needsXattr ? file.Xattr(ProtectedXattrs.Ima) : XattrRead.Missing;
        var (errno, collected) = Collect(access, record, xattr, result);
        if (collected is null)
        {
            return errno;
        }

        if (measure)
        {
            Measure(access, decision, record, collected, pcrBit, result);
        }

        if (errno == Errno.None && appraiseNow)
        {
            errno = Appraise(access, appraiseFunc, record, collected, xattr, appraise, result);
            errno = errno == Errno.None ? CheckMappedForWrite(access, result) : errno;
        }

        if (audit)
        {
            result.Add(new AuditRecord(1805, "audit", collected.Digest.ToString(), file.Path, 1));
            record.IsAudited = true;
        }

        if (access.IsDirect && (record.Options & RuleOptions.PermitDirectio) != 0)
        {
            errno = Errno.None;
        }

        if (errno == Errno.None && decision.Has(ActionClass.Appraise) && decision.AppraiseAlgos is { } algos && !algos.Contains(CollectAlgo(xattr)))
        {
            result.Add(new AuditRecord(1800, "collect_data", "denied-hash-algorithm", file.Path, 0));
            errno = Errno.EACCES;
        }

        return errno;
    }

    // Steps 3 to 5.
    private void ForgetWhatChanged(IFileView file, InodeRecord record, in PolicyDecision decision)
    {
        if (record.AttributesChanged)
        {
            record.AttributesChanged = false;
            record.Appraised = AppraiseClass.None;
            record.Options = RuleOptions.None;
        }

        if (record.XattrChanged || (file.IsUnverifiable && !boot.FailSecurely))
        {
            record.XattrChanged = false;
            record.ForgetDone();
        }

        if (file.Real is { } real && decision.Actions != ActionClass.None && record.Digest is not null
            && (!kernel.Has(KernelFeature.OverlayBackingCompared) || real.ChangeCookie is null || record.Real != real))
        {
            record.ForgetDone();
        }
    }

    private (Errno Errno, Collected? Collected) Collect(AccessEvent access, InodeRecord record, XattrRead xattr, ResultBuilder result)
    {
        var file = access.File;
        var collected = new Collected { Digest = record.Digest ?? Digest.Zero(boot.Hash), IsVerity = record.IsVerityDigest, ImaXattr = xattr.Value };
        if ((record.Options & RuleOptions.Modsig) != 0 && access.IsBuffered && file.Content() is { } content
            && ModSig.Find(content, out var modSig, out _) == Errno.None && modSig is not null)
        {
            collected = collected with { ModSig = modSig, ModSigDigest = Hashing.KernelHash.Compute(modSig.Algo, content.Span[..modSig.ContentLength]) };
        }

        if (record.Digest is not null)
        {
            return (Errno.None, collected);
        }

        return CollectAnew(file, record, CollectAlgo(xattr), access.IsDirect && !access.IsBuffered, access.IsAccessMode3, result) switch
        {
            (Errno.None, { } digest) => (Errno.None, collected with { Digest = digest, IsVerity = record.IsVerityDigest }),

            // Step 13: with O_DIRECT the content cannot be read, but the access is listed.
            (Errno.EINVAL, _) => (Errno.EINVAL, collected with { Digest = Digest.Zero(boot.Hash), IsVerity = false }),
            var (errno, _) => (errno, null),
        };
    }

    // The digest that the options of all rules so far ask for; what cannot be collected is told, and nothing is remembered.
    private (Errno Errno, Digest? Digest) CollectAnew(IFileView file, InodeRecord record, HashAlgo algo, bool isDirect, bool isAccessMode3, ResultBuilder result)
    {
        if ((record.Options & RuleOptions.Verity) != 0)
        {
            if (file.Verity() is not { } verity)
            {
                return Failed(Errno.ENODATA, new AuditRecord(1800, "collect_data", "no-verity-digest", file.Path, 0));
            }

            Remember(record, file, verity, isVerity: true);
            return (Errno.None, verity);
        }

        if (isDirect)
        {
            return Failed(Errno.EINVAL, new AuditRecord(1800, "collect_data", "failed(directio)", file.Path, 0));
        }

        // The second open of a descriptor with access mode 3 asks for writing, which fs-verity refuses; an algorithm may not be there at all.
        if (!kernel.UsableHashes.Contains(algo) || (isAccessMode3 && file.Verity() is not null) || file.Hash(algo) is not { } digest)
        {
            return Failed(Errno.EIO, new AuditRecord(1800, "collect_data", "failed", file.Path, 0));
        }

        Remember(record, file, digest, isVerity: false);
        return (Errno.None, digest);

        (Errno, Digest?) Failed(Errno errno, AuditRecord record)
        {
            result.Add(record);
            return (errno, null);
        }
    }

    private void Measure(AccessEvent access, in PolicyDecision decision, InodeRecord record, Collected collected, uint pcrBit, ResultBuilder result)
    {
        if (maker.File(access.File, collected, decision.Template, decision.Pcr, access.IsDirect) is not { } entry)
        {
            result.Add(new AuditRecord(1800, "collect_data", "failed", access.File.Path, 0));
            result.Add(new AuditRecord(1804, "add_template_measure", "ENOMEM", access.File.Path, 0));
            return;
        }

        if (log.Add(entry))
        {
            result.Add(entry);
        }

        if (!access.IsDirect)
        {
            record.MeasuredPcrs |= pcrBit;
        }
    }

    private Errno Appraise(AccessEvent access, PolicyFunc func, InodeRecord record, Collected collected, XattrRead xattr, AppraiseBits mode, ResultBuilder result)
    {
        var file = access.File;
        record.IsNew |= access.IsCreated && (xattr.Errno == Errno.ENODATA || (xattr.Errno == Errno.None && xattr.Value.IsEmpty));
        var verdict = appraiser.Appraise(new AppraisalRequest
        {
            File = file,
            ImaXattr = xattr,
            Digest = collected.Digest,
            Options = record.Options,
            Evm = () => evm.Verify(file),
            ModSig = collected.ModSig,
            IsNew = record.IsNew,
            IsSigned = record.IsSigned,
            IsUnverifiable = file.IsUnverifiable && boot.FailSecurely,
        });
        record.IsSigned = verdict.IsSigned;
        var status = verdict.Status;
        var isSignature = xattr.Value.Length > 0 && xattr.Value.Span[0] == (byte)ImaXattrType.Signature;
        if (status != AppraisalStatus.Pass)
        {
            // appraisal.md 5.2: anything but a signature of type 03 is overwritten.
            if ((mode & AppraiseBits.Fix) != 0 && collected.ModSig is null && !isSignature && xattr.Errno is not Errno.EOPNOTSUPP)
            {
                WriteLabel(file, collected.Digest, result);
                status = AppraisalStatus.Pass;
            }

            if (file.Size == 0 && record.IsNew && isSignature)
            {
                status = AppraisalStatus.Pass;
            }

            if (verdict.Cause.Length > 0)
            {
                result.Add(new AuditRecord(1800, "appraise_data", verdict.Cause, file.Path, 0));
            }
        }
        else
        {
            record.Appraised |= AppraiseClasses.Of(func);
        }

        if (AppraiseClasses.Of(func) == AppraiseClass.File)
        {
            record.FileStatusPassed = status == AppraisalStatus.Pass;
        }

        return status == AppraisalStatus.Pass ? Errno.None : Errno.EACCES;
    }

    private static Errno CheckMappedForWrite(AccessEvent access, ResultBuilder result)
    {
        if (access.Func is not (PolicyFunc.MmapCheck or PolicyFunc.MmapCheckReqprot) || !access.File.IsWritablyMapped)
        {
            return Errno.None;
        }

        result.Add(new AuditRecord(1800, "mmap_file", "mmapped_writers", access.File.Path, 0));
        return Errno.ETXTBSY;
    }

    private void WriteLabel(IFileView file, Digest digest, ResultBuilder result)
    {
        result.Add(new XattrWrite(file, ProtectedXattrs.Ima, ImaXattrWriter.Write(digest)));
        EvmGuard.Update(evm, file, hasNewXattr: true);
    }

    private static void Remember(InodeRecord record, IFileView file, Digest digest, bool isVerity)
    {
        record.Digest = digest;
        record.IsVerityDigest = isVerity;
        record.Cookie = file.ChangeCookie;
        record.Real = file.Real;
    }

    private HashAlgo CollectAlgo(XattrRead xattr) =>
        ImaXattrRules.CollectAlgo(xattr.Value.Span, boot.Hash, kernel.Has(KernelFeature.Sigv3ForFiles), kernel.Has(KernelFeature.Sha3));
}
