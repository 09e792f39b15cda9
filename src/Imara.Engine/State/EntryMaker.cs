using Imara.Engine.Events;
using Imara.Engine.Evm;
using Imara.Engine.Files;
using Imara.Hashing;
using Imara.Measurements;
using Imara.Measurements.Replay;
using Imara.Policy.CommandLine;
using Imara.Policy.Rules;
using Imara.Signatures;

namespace Imara.Engine.State;

/// <summary>Makes the entries of one kernel: templates, fields and default PCR.</summary>
/// <remarks>docs/reference/measurement-list.md 4, 6, 7.1, 8.</remarks>
internal sealed class EntryMaker(BootParameters boot, int defaultPcr, EvmState evm)
{
    private readonly Template defaultTemplate = TemplateOf(boot.Template, boot.IsCustomTemplate);

    /// <summary>The template a rule asks for, or the default one.</summary>
    public Template TemplateFor(TemplateName? name) => name is null ? defaultTemplate : TemplateOf(name.Name.Length > 0 ? name.Name : name.Format, name.Name.Length == 0);

    public MeasurementEntry BootAggregate(Boot.TpmState? tpm)
    {
        IReadOnlyList<BankValues> banks = tpm is null ? [] : tpm.Banks;
        var facts = new MeasurementFacts
        {
            Name = "boot_aggregate"u8.ToArray(),
            FileDigest = defaultTemplate.IsLegacyIma ? Measurements.Replay.BootAggregate.ComputeSha1(banks) : Measurements.Replay.BootAggregate.Compute(boot.Hash, banks),
            LegacyDigest = Measurements.Replay.BootAggregate.ComputeSha1(banks),
        };
        return Make(defaultPcr, defaultTemplate, facts);
    }

    /// <summary>The entry of a file; null where field <c>d</c> needs another digest than was collected and the content cannot be read for it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="collected">What was collected.</param>
    /// <param name="template">The template a rule asks for; null: the default one.</param>
    /// <param name="pcr">The PCR a rule asks for; null: the default one.</param>
    /// <param name="isDirect">The descriptor was opened with O_DIRECT, through which nothing is read.</param>
    public MeasurementEntry? File(IFileView file, Collected collected, TemplateName? template, int? pcr, bool isDirect)
    {
        var chosen = TemplateFor(template);
        var hasLegacy = chosen.Fields.Contains(TemplateField.D);
        var isLegacy = collected.Digest.Algo is HashAlgo.Sha1 or HashAlgo.Md5;
        if (hasLegacy && !isLegacy && isDirect)
        {
            return null;
        }

        var facts = FactsOf(file, chosen) with
        {
            FileDigest = collected.Digest,
            IsVerity = collected.IsVerity,
            LegacyDigest = !hasLegacy ? null : isLegacy ? collected.Digest : file.Hash(LegacyAlgo),
            ImaXattr = collected.ImaXattr,
            Modsig = collected.ModSig?.Pkcs7 ?? default,
            ModsigDigest = collected.ModSigDigest,
        };
        return Make(pcr ?? defaultPcr, chosen, facts);
    }

    public MeasurementEntry Violation(IFileView file)
    {
        var facts = FactsOf(file, defaultTemplate) with { FileDigest = Digest.Zero(boot.Hash) };
        return new MeasurementEntry(defaultPcr, defaultTemplate, TemplateWriter.Write(defaultTemplate, facts), isViolation: true);
    }

    public MeasurementEntry Buffer(BufferEvent buffer, TemplateName? template, int? pcr)
    {
        var data = buffer.IsHashed ? KernelHash.Compute(boot.Hash, buffer.Data.Span).Memory : buffer.Data;
        var chosen = template is null ? Template.ImaBuf : TemplateFor(template);
        var facts = new MeasurementFacts
        {
            Name = buffer.Name.Memory,
            FileDigest = KernelHash.Compute(boot.Hash, data.Span),
            LegacyDigest = chosen.Fields.Contains(TemplateField.D) ? KernelHash.Compute(LegacyAlgo, data.Span) : null,
            Buffer = data,
        };

        // 4.3: for buffers `pcr=0` means the default.
        return Make(pcr is null or 0 ? defaultPcr : pcr.Value, chosen, facts);
    }

    private HashAlgo LegacyAlgo => boot.Hash is HashAlgo.Md5 ? HashAlgo.Md5 : HashAlgo.Sha1;

    private MeasurementFacts FactsOf(IFileView file, Template template)
    {
        var facts = new MeasurementFacts { Name = file.Path.Memory, Uid = file.Uid, Gid = file.Gid, Mode = file.Mode };
        if (template.Fields.Contains(TemplateField.Sig) || template.Fields.Contains(TemplateField.EvmSig))
        {
            facts = facts with { EvmXattr = file.Xattr(ProtectedXattrs.Evm).Value };
        }

        return template.Fields.Contains(TemplateField.XattrNames) || template.Fields.Contains(TemplateField.XattrValues) || template.Fields.Contains(TemplateField.XattrLengths)
            ? facts with { ProtectedXattrs = [.. evm.Present(file)] }
            : facts;
    }

    private static MeasurementEntry Make(int pcr, Template template, MeasurementFacts facts) => new(pcr, template, TemplateWriter.Write(template, facts));

    private static Template TemplateOf(string name, bool isCustom)
    {
        var found = isCustom ? Template.TryParseFormat(name, out var template) : Template.TryResolve(name, out template);
        return found ? template! : throw new ArgumentException($"the template `{name}` is not known", nameof(name));
    }
}
