using System.Collections.Immutable;
using Imara.Boot.Audit.Reading;

namespace Imara.Boot.Audit;

/// <summary>The table of what integrity records mean.</summary>
/// <remarks>docs/reference/appraisal.md 3 to 5, policy.md 1.6, 4.1, 5.2, measurement-list.md 6; docs/verbs/audit.md has a line for each.</remarks>
public static class AuditCauses
{
    private const string Label = "imara file hash {path}, or imara file sign --key KEY {path}";
    private const string Sign = "imara file sign --key KEY {path}, with a key whose certificate is in .ima, or in _ima where the kernel has no .ima (imara key list)";
    private const string Evm = "imara file sign --portable --key KEY {path}, before EVM is switched on or from another boot entry";

    // Lines of the kernel that are no records.
    private static readonly ImmutableArray<AuditRecordType> Spoken = [AuditRecordType.None];

    private static readonly ImmutableArray<AuditRecordType> Data = [AuditRecordType.Data, AuditRecordType.UserSpace];
    private static readonly ImmutableArray<AuditRecordType> Metadata = [AuditRecordType.Metadata];
    private static readonly ImmutableArray<AuditRecordType> Status = [AuditRecordType.Status];
    private static readonly ImmutableArray<AuditRecordType> Pcr = [AuditRecordType.Pcr];

    /// <summary>Every row; the first that fits counts.</summary>
    public static ImmutableArray<AuditCause> All { get; } =
    [
        Appraisal("missing-hash", "the file has no security.ima, and the rule wants one", Label),
        Appraisal("IMA-signature-required", "the rule wants a signature, and the file has none: no security.ima, or only a digest", Sign),
        Appraisal("IMA-sigv3-required", "the rule wants a signature of version 3, and that of the file is older", "imara file sign --signature-version 3 --key KEY {path}, or drop sigv3 from the rule"),
        Appraisal("verity-signature-required", "the rule wants a signature over the fs-verity digest, and the file has none", "imara file sign --verity --key KEY {path}"),
        Appraisal("invalid-hash", "the content of the file is not that of its label: it was changed, or restored without its label",
            "if the change was meant: imara file fix {path}; else restore the file"),
        Appraisal("invalid-signature", "the signature is bad, or its key is not in the keyring that the kernel verifies with: .ima, or _ima where it has no .ima",
            "imara file verify --cert CERT {path} tells whether the signature is good; imara key list shows the keyring; where every signature is refused, see `no keyring`"),
        Appraisal("invalid-signature-version", "the kernel does not take a signature of this version for this file", "imara file sign --signature-version 2 --key KEY {path}, or boot 7.1 or later"),
        Appraisal("invalid-verity-signature", "the file has a signature over its fs-verity digest, and the rule does not say digest_type=verity, or it is bad",
            "add digest_type=verity to the rule, or imara file sign --key KEY {path}"),
        Appraisal("missing-HMAC", "EVM is on, and the file has no security.evm", Evm),
        Appraisal("invalid-HMAC", "EVM is on, and security.evm does not fit: owner, mode, label or an attribute was changed from outside",
            "restore the metadata; imara file verify {path} shows what is there"),
        Appraisal("invalid-fail-immutable", "the portable EVM signature does not fit: owner, mode or an attribute is not as it was signed",
            "restore owner, mode and attributes, or sign again: imara file sign --portable --key KEY {path}"),
        Appraisal("unknown-ima-data", "security.ima holds something that is neither digest nor signature", "imara file show {path}, then imara file fix {path}"),
        Appraisal("unverifiable-signature", "the file system cannot be trusted to show the same content twice, such as FUSE, and the policy fails securely",
            "move the file, or exempt the file system: dont_appraise fsname=NAME"),
        Appraisal("unknown", "the label could not be read, or has a signature of version 0", "imara file show {path}"),
        new("collect_data denied-hash-algorithm", Data, "collect_data", "denied-hash-algorithm", AuditOutcome.Refused,
            "the label was made with a hash algorithm that appraise_algos= of the rule does not list", "imara file hash --algo ALGO {path}, or sign with it"),
        new("set_data denied-hash-algorithm", Data, "set_data", "denied-hash-algorithm", AuditOutcome.Denied,
            "a label was to be written with a hash algorithm that the SETXATTR_CHECK rule does not list", "write the label with one that it lists: imara file hash --algo ALGO {path}"),
        new("set_data unavailable-hash-algorithm", Data, "set_data", "unavailable-hash-algorithm", AuditOutcome.Denied,
            "a label was to be written with a hash algorithm that the kernel cannot compute", "imara file hash --algo sha256 {path}"),
        new("no-verity-digest", Data, "collect_data", "no-verity-digest", AuditOutcome.Refused,
            "the rule says digest_type=verity, and the file has no fs-verity: it is not measured, and refused if it is appraised", "fsverity enable {path}, or exempt it"),
        new("failed(directio)", Data, "collect_data", "failed(directio)", AuditOutcome.Refused,
            "the file was opened with O_DIRECT, so its content could not be read: it is listed with a digest of zeros, and refused if it is appraised",
            "permit_directio in the rule, or an exemption"),
        new("failed-mprotect", Data, null, "failed-mprotect", AuditOutcome.Denied,
            "a mapped file was to be made executable with mprotect, past MMAP_CHECK: not measured, and denied in every mode if it is appraised",
            "exempt the program from MMAP_CHECK: libraries that do so cannot run under it"),
        new("failed", Data, "collect_data", "failed", AuditOutcome.Refused, "the content of the file could not be read or hashed", "look for I/O errors in the kernel log"),
        new("mmapped_writers", Data, "mmap_file", "mmapped_writers", AuditOutcome.Denied, "a file that is mapped for writing was to be mapped as a program", "end the writer first"),
        .. MetadataRows(),
        new("no keyring", Spoken, null, KernelWords.NoKeyring, AuditOutcome.Refused,
            "the kernel found no keyring through the process whose file it appraised: every signature is refused there, whoever made it",
            "imara boot load sees a signature pass, after which the kernel keeps the keyring for every process"),
        new("certificate not loaded", Spoken, null, KernelWords.CertificateNotLoaded, AuditOutcome.Denied,
            "the kernel did not take a certificate that it was to load when it started: signatures by its key are refused",
            "imara key show CERT tells what keyrings want of it; the kernel has to trust who signed it"),
        new("policy thrown away", Spoken, null, KernelWords.PolicyFailed, AuditOutcome.Denied, "a policy was thrown away at its end: the one before stays in force", "imara policy check FILE"),
        new("no file", Spoken, null, null, AuditOutcome.Denied,
            "a module, firmware or kernel was given to the kernel without its file, and the rule wants its label", "load it by its file: finit_module, kexec_file_load"),
        new("invalid-policy", Status, "update_policy", "invalid-policy", AuditOutcome.Denied, "a rule was refused, and with it the policy", "imara policy check FILE names the rule"),
        new("signed policy required", Status, null, "signed policy required", AuditOutcome.Denied,
            "rules were written one by one, and this boot takes a policy only by the path of a signed file", "imara file sign --key KEY FILE, then write its path"),
        new("policy_update failed", Status, "policy_update", "failed", AuditOutcome.Denied, "the policy was not taken: the one before stays in force", "imara policy check FILE"),
        new("policy_update completed", Status, "policy_update", "completed", AuditOutcome.Information, "a policy was loaded", string.Empty),
        new("ToMToU", Pcr, "invalid_pcr", "ToMToU", AuditOutcome.Unmeasured,
            "a measured file was opened for writing while it was in use: what is read now may not be what was measured", "exempt files that change while they are read"),
        new("open_writers", Pcr, "invalid_pcr", "open_writers", AuditOutcome.Unmeasured,
            "a file was measured while it was open for writing: what is read may not be what was measured", "exempt files that change while they are read"),
        new("store_entry", Pcr, null, "store_entry", AuditOutcome.Information, "data was not listed again: the list has the entry already", string.Empty) { Error = -17 },
        new("hash_exists", Pcr, null, "hash_exists", AuditOutcome.Information, "the list has the entry already", string.Empty),
        new("TPM_error", Pcr, null, "TPM_error(", AuditOutcome.Unmeasured, "the TPM refused to extend a PCR: from now on the list cannot be proven",
            "look for TPM errors in the kernel log; pcr= of the rule may name one that does not exist"),
        new("list failure", Pcr, null, null, AuditOutcome.Unmeasured, "an entry could not be made or listed", "look for what ran out in the kernel log"),
        new("audit", [AuditRecordType.Rule], null, null, AuditOutcome.Information, "an audit rule asked for this record", string.Empty),
        new("refused attribute", [AuditRecordType.EvmXattr], null, null, AuditOutcome.Denied, "evm_xattrs did not take an attribute: wrong name, there already, or locked", string.Empty) { OnlyFailures = true },
        new("evm_xattrs", [AuditRecordType.EvmXattr], null, null, AuditOutcome.Information, "an attribute was given to evm_xattrs", string.Empty),
        new("refused rule", [AuditRecordType.PolicyRule], null, null, AuditOutcome.Information, "a rule was refused, and is here as far as it was understood", "imara policy check FILE") { OnlyFailures = true },
        new("policy rule", [AuditRecordType.PolicyRule], null, null, AuditOutcome.Information, "a rule of a policy that is loaded", string.Empty),
        new("other", [AuditRecordType.Data, AuditRecordType.UserSpace, AuditRecordType.Metadata, AuditRecordType.Status, AuditRecordType.Hash], null, null, AuditOutcome.Refused,
            "a cause that is not in the table of this version", string.Empty),
    ];

    /// <summary>The row of a record.</summary>
    public static AuditCause Of(IntegrityRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        foreach (var row in All)
        {
            if (row.Fits(record))
            {
                return row;
            }
        }

        return All[^1];
    }

    private static AuditCause Appraisal(string cause, string meaning, string help) => new(cause, Data, "appraise_data", cause, AuditOutcome.Refused, meaning, help);

    // The words of EVM's states; the operations are appraise_metadata and update_metadata.
    private static IEnumerable<AuditCause> MetadataRows()
    {
        yield return Change("no_label", "the file has protected attributes and no security.evm", Evm);
        yield return Change("no_xattrs", "the file has no attribute that EVM protects, and EVM lets none be added to an old file", Evm);
        yield return Change("pass_immutable", "the file has a portable EVM signature, which nothing may change under", "replace the file as a whole, as package managers do");
        yield return Change("fail_immutable", "the portable EVM signature of the file does not fit", "restore owner, mode and attributes as they were signed");
        yield return Change("fail", "security.evm of the file does not fit", "restore the metadata, or sign again from a boot without EVM");
        yield return Change("unknown", "EVM could not tell whether the file is as it was", "imara file show {path}");
    }

    private static AuditCause Change(string cause, string meaning, string help) => new("evm " + cause, Metadata, null, cause, AuditOutcome.Denied,
        "EVM refused a change of owner, mode or attributes: " + meaning, help);
}
