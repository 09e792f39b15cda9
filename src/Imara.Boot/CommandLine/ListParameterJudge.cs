using System.Text;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Boot.CommandLine;

/// <summary>Judges the parameters that say what a list entry looks like: of each kind the first that is valid wins.</summary>
/// <remarks>docs/reference/policy.md 10, measurement-list.md 4.2.</remarks>
internal sealed class ListParameterJudge(KernelProfile kernel, Func<string, bool> isTemplateFormat, TakenParameters taken)
{
    private HashAlgo? hash;
    private string? template;

    /// <summary>Judges <c>ima_hash=</c>.</summary>
    public ReportedParameter JudgeHash(KnownParameter known, CommandLineWord word, string value)
    {
        if (hash is { } chosen)
        {
            return new ReportedParameter(word, ParameterState.Ignored, known.Meaning, $"the first valid ima_hash= wins: {HashAlgos.NameOf(chosen)}");
        }

        HashAlgo algo;
        if (template == "ima")
        {
            // There names are compared by their beginning.
            var isShort = value.StartsWith("sha1", StringComparison.Ordinal) || value.StartsWith("md5", StringComparison.Ordinal);
            algo = value.StartsWith("md5", StringComparison.Ordinal) ? HashAlgo.Md5 : HashAlgo.Sha1;
            if (!isShort)
            {
                return new ReportedParameter(word, ParameterState.Ignored, known.Meaning, "the template ima, given before, takes sha1 and md5 alone");
            }
        }
        else if (!HashAlgos.TryParse(value, out algo) || !IsNamed(algo))
        {
            var near = Meant.By(value.Replace('_', '-'), [.. HashAlgos.All.Where(IsNamed).Select(HashAlgos.NameOf)]);
            return new ReportedParameter(
                word, ParameterState.Unknown, known.Meaning, $"the kernel knows no hash of this name and keeps {HashAlgos.NameOf(kernel.DefaultHash)}", near is null ? null : $"{word.Name}={near}");
        }

        hash = algo;
        var name = HashAlgos.NameOf(algo);
        if (!kernel.BootHashes.Contains(algo))
        {
            return new ReportedParameter(word, ParameterState.Ignored, $"hashes with {name}", $"the kernel cannot compute {name} when IMA starts and takes its default, {HashAlgos.NameOf(kernel.DefaultHash)}");
        }

        taken.Add("ima_hash", value);
        return new ReportedParameter(word, ParameterState.Effective, $"hashes measurements and new labels with {name}");
    }

    /// <summary>Judges <c>ima_template=</c>.</summary>
    public ReportedParameter JudgeTemplate(KnownParameter known, CommandLineWord word, string value)
    {
        if (template is not null)
        {
            return Late(known, word);
        }

        if (value.Length == 0)
        {
            template = string.Empty;
            taken.Add("ima_template", string.Empty);
            return new ReportedParameter(
                word, ParameterState.Conflicting, "stops IMA when it should start", "an empty name finds the place kept for ima_template_fmt=, which has no fields: there is no list and no policy file",
                $"{word.Name}={kernel.DefaultTemplate}");
        }

        var templates = KernelTemplates.Of(kernel, customFormat: null);
        if (templates.FirstOrDefault(one => one.Name == value || one.Format == value) is not { } found)
        {
            var near = Meant.By(value, [.. templates.Select(one => one.Name)]);
            return new ReportedParameter(
                word, ParameterState.Unknown, known.Meaning, $"the kernel knows no template of this name and keeps {kernel.DefaultTemplate}", near is null ? null : $"{word.Name}={near}");
        }

        if (found.Name == "ima" && hash is not null and not HashAlgo.Sha1 and not HashAlgo.Md5)
        {
            return new ReportedParameter(word, ParameterState.Ignored, known.Meaning, "the template ima takes sha1 and md5 alone, and ima_hash= came first");
        }

        template = found.Name;
        taken.Add("ima_template", value);
        var withSha1 = found.Name == "ima" && hash is null && kernel.DefaultHash is not HashAlgo.Sha1 and not HashAlgo.Md5;
        return new ReportedParameter(word, ParameterState.Effective, $"records entries of template {found.Name}, {found.Format}", withSha1 ? "without ima_hash= its hash is sha1" : null);
    }

    /// <summary>Judges <c>ima_template_fmt=</c>.</summary>
    public ReportedParameter JudgeFormat(KnownParameter known, CommandLineWord word, string value)
    {
        if (template is not null)
        {
            return Late(known, word);
        }

        if (!isTemplateFormat(value))
        {
            return new ReportedParameter(word, ParameterState.Unknown, known.Meaning, $"it is 1 to 15 field names joined by |; the kernel keeps {kernel.DefaultTemplate}");
        }

        template = value;
        taken.Add("ima_template_fmt", value);
        return new ReportedParameter(word, ParameterState.Effective, $"records entries of {ByteString.Display(Encoding.Latin1.GetBytes(value))}");
    }

    private bool IsNamed(HashAlgo algo) => algo < HashAlgo.Sha3_256 || kernel.Has(KernelFeature.Sha3);

    private ReportedParameter Late(KnownParameter known, CommandLineWord word) =>
        new(word, ParameterState.Ignored, known.Meaning, template is { Length: 0 }
            ? "the empty ima_template= before has stopped IMA"
            : $"the first valid one of ima_template= and ima_template_fmt= wins: {template}");
}
