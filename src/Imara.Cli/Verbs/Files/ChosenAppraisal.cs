using Imara.Appraisal.Labelling;
using Imara.Engine.Boot;

namespace Imara.Cli.Verbs.Files;

/// <summary>By which rules, on which kernel, files are appraised.</summary>
/// <param name="Setup">The kernel, in enforce mode.</param>
/// <param name="MakeAppraised">The rules; made once for each thread.</param>
internal sealed record ChosenAppraisal(EngineSetup Setup, Func<AppraisedAs> MakeAppraised);
