"""Checks every ONNX file of a folder: the checker with full shape inference, and the versions that the project promises."""
import pathlib
import sys

import onnx

files = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
failed = 0
for file in files:
    try:
        model = onnx.load(str(file))
        assert model.ir_version == 8, model.ir_version
        assert [(one.domain, one.version) for one in model.opset_import] == [("", 17)], model.opset_import
        onnx.checker.check_model(model, full_check=True)
        inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
        known = {value.name for value in inferred.graph.value_info}
        missing = [name for node in inferred.graph.node for name in node.output if name not in known and name not in {output.name for output in model.graph.output}]
        assert not missing, f"no type is inferred for {missing}"
    except Exception as error:  # Each file is reported.
        failed += 1
        print(f"{file.name}: {error}")

print(f"{len(files) - failed} files are valid" if failed == 0 else f"{failed} of {len(files)} files are not valid")
sys.exit(1 if failed else 0)
