using System.Text.Json;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>One way to name a kernel, and several at once.</summary>
public sealed class KernelChoiceTests : IDisposable
{
    private const string Tests = """{"func":"BPRM_CHECK","expect":{"actions":["measure"]}}""";
    private readonly string folder = Directory.CreateTempSubdirectory("imara-kernels-").FullName;

    public KernelChoiceTests() => File.WriteAllText($"{folder}/p", "measure func=BPRM_CHECK # programs\n");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Several_kernels_answer_side_by_side_and_the_worst_counts()
    {
        var result = Run("policy check --kernel 6.12-debian,7.3 p");
        Assert.Equal(1, result.Exit);
        Assert.Contains("  kernels: 6.12-debian\n", result.Output);
        Assert.EndsWith("""
                      6.12-debian  7.3
            p:1       EINVAL       ok
            warnings  0            0
            policy    refused      accepted

            """, result.Output);
        Assert.Equal("imara: p: 1 error on 6.12-debian\n", result.Error);
        Assert.Equal(0, Run("policy check --kernel 6.19,7.3 p").Exit);
    }

    [Fact]
    public void Several_kernels_are_one_object_with_each_as_it_is_alone()
    {
        using var both = JsonDocument.Parse(Run("policy check --kernel 6.12-debian,7.3 --format json p").Output);
        using var alone = JsonDocument.Parse(Run("policy check --kernel 7.3 --format json p").Output);
        var kernels = both.RootElement.GetProperty("kernels");
        Assert.Equal((1, false), (both.RootElement.GetProperty("schema").GetInt32(), both.RootElement.GetProperty("accepted").GetBoolean()));
        Assert.Equal(["6.12-debian", "7.3"], kernels.EnumerateArray().Select(kernel => kernel.GetProperty("kernel").GetString()));
        Assert.Equal(alone.RootElement.GetRawText(), kernels[1].GetRawText().Insert(1, "\"schema\":1,"));
    }

    [Fact]
    public void Tests_run_on_several_kernels()
    {
        File.WriteAllText($"{folder}/q", "measure func=BPRM_CHECK\naudit func=CRITICAL_DATA label=x\n");
        File.WriteAllText($"{folder}/t", Tests + "\n");
        Assert.Equal(0, Run("policy test --kernel 6.1,7.3 --expect t q2").Exit == 2 ? 0 : 1);
        File.WriteAllText($"{folder}/r", "measure func=BPRM_CHECK\n");
        var good = Run("policy test --kernel 6.1,7.3 --expect t r");
        Assert.Equal((0, "             6.1     7.3\nas expected  1 of 1  1 of 1\n"), (good.Exit, good.Output));
        var bad = Run("policy test --kernel 6.12-debian,7.3 --expect t p");
        Assert.Equal(1, bad.Exit);
        Assert.Contains("as expected  policy refused  1 of 1", bad.Output);
        using var json = JsonDocument.Parse(Run("policy test --kernel 6.12-debian,7.3 --expect t --format json p").Output);
        var kernels = json.RootElement.GetProperty("kernels");
        Assert.False(kernels[0].GetProperty("accepted").GetBoolean());
        Assert.Equal(1, kernels[1].GetProperty("summary").GetProperty("passed").GetInt32());
        Assert.True(kernels[1].GetProperty("tests")[0].GetProperty("passed").GetBoolean());
    }

    [Theory]
    [InlineData("--kernel 6.12,6.12", "imara: --kernel names kernel 6.12 twice\n")]
    [InlineData("--kernel 6.12,", "imara: --kernel: `` is no version X.Y, no recorded kernel and not `running`; recorded are")]
    [InlineData("--kernel 6.12-debain", "imara: --kernel: `6.12-debain` is no version X.Y, no recorded kernel and not `running`; did you mean `6.12-debian`?\n")]
    [InlineData("--kernel 6.1,7.3 --format sarif", "imara: --format sarif takes one kernel\n")]
    [InlineData("--kernel 6.1,7.3 --fix", "imara: --fix takes one kernel\n")]
    [InlineData("--kernel 6.1 --profile 6.1-debian", "imara: `--kernel` is given twice\n")]
    public void What_cannot_be_meant_is_refused(string options, string error)
    {
        var result = Run($"policy check {options} p");
        Assert.Equal(2, result.Exit);
        Assert.StartsWith(error, result.Error);
    }

    [Fact]
    public void A_verb_for_one_kernel_takes_one() => Assert.Equal(
        (2, "imara: --kernel names several kernels, and this verb takes one; `imara policy check` and `imara policy test` take several\n"),
        (Run("policy canonical --kernel 6.1,7.3 p").Exit, Run("policy canonical --kernel 6.1,7.3 p").Error));

    [Fact]
    public void The_environment_and_the_settings_name_the_usual_kernel()
    {
        Assert.Equal(1, Run("policy check p", "IMARA_KERNEL=6.12-debian").Exit);
        Assert.Equal(0, Run("policy check p", "IMARA_KERNEL=7.3").Exit);
        File.WriteAllText($"{folder}/.imara.toml", "kernel = \"6.12-debian\"\n");
        Assert.Equal(1, Run("policy check p").Exit);
        Assert.Equal(0, Run("policy check p", "IMARA_KERNEL=7.3").Exit);
        Assert.Equal(0, Run("policy check --kernel 7.3 p", "IMARA_KERNEL=6.12-debian").Exit);
        Assert.Contains("IMARA_KERNEL: `x` is no version", Run("policy check p", "IMARA_KERNEL=x").Error);
        File.WriteAllText($"{folder}/.imara.toml", "kernel = \"7.3\"\n\n[lint]\nIMA0101 = \"off\"\n");
        var wrong = Run("policy check p");
        Assert.Equal((2, true), (wrong.Exit, wrong.Error.Contains(".imara.toml: `IMA0101` is the id of no lint rule")));
        File.WriteAllText($"{folder}/.imara.toml", "kernel = 7.3\n");
        Assert.Equal(2, Run("policy check p").Exit);
    }

    [Fact]
    public void A_finding_is_explained_by_the_program()
    {
        var page = Run("explain ima0115");
        Assert.Equal(0, page.Exit);
        Assert.StartsWith("IMA0115: hash algorithm not available\n", page.Output);
        Assert.Contains("    appraise func=BPRM_CHECK appraise_algos=sha256\n", page.Output);
        Assert.Contains("IMA0115  hash algorithm not available\n", Run("explain").Output);
        var wrong = Run("explain IMA9115");
        Assert.Equal((2, "imara: `IMA9115` is the id of no finding; did you mean IMA0115?\n"), (wrong.Exit, wrong.Error));
    }

    [Fact]
    public void A_change_can_be_seen_before_it_is_made()
    {
        const string Diff = "--- p\n+++ p\n@@ -1 +1,2 @@\n-measure func=BPRM_CHECK # programs\n+# programs\n+measure func=BPRM_CHECK\n";
        Assert.Equal(Diff, Run("policy check --kernel 6.12 --fix --diff p").Output);
        File.WriteAllText($"{folder}/f", "measure   func=BPRM_CHECK\n");
        var result = Run("policy format --kernel 6.12 --diff f");
        Assert.Equal((1, "--- f\n+++ f\n@@ -1 +1 @@\n-measure   func=BPRM_CHECK\n+measure func=BPRM_CHECK\n"), (result.Exit, result.Output));
        Assert.Equal("measure   func=BPRM_CHECK\n", File.ReadAllText($"{folder}/f"));
        Assert.Equal("measure func=BPRM_CHECK # programs\n", File.ReadAllText($"{folder}/p"));
    }

    private CommandResult Run(string arguments, string environment = "") =>
        Command.Run("bash", ["-c", $"cd {folder} && {environment} {NativeBinary.Path} {arguments}"]);
}
