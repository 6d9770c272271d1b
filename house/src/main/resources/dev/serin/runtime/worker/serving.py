"""Loads one model, says what it takes and gives, and answers until the pipe ends."""
import array
import importlib
import importlib.util
import io
import traceback
import types

FOLDER = "/tmp/model"
METHODS = ("predict", "predict_proba", "decision_function", "transform")
CODES = {
    "FP64": "d", "FP32": "f", "INT64": "q", "INT32": "i", "INT16": "h", "INT8": "b",
    "UINT64": "Q", "UINT32": "I", "UINT16": "H", "UINT8": "B", "BOOL": "B",
}
NUMPY = {
    "FP64": "<f8", "FP32": "<f4", "FP16": "<f2", "INT64": "<i8", "INT32": "<i4", "INT16": "<i2",
    "INT8": "i1", "UINT64": "<u8", "UINT32": "<u4", "UINT16": "<u2", "UINT8": "u1", "BOOL": "?",
}
MLFLOW = {
    "double": "FP64", "float": "FP32", "long": "INT64", "integer": "INT32", "boolean": "BOOL",
    "string": "BYTES",
}
WRITERS = ("numpy", "sklearn", "pandas", "joblib", "torch", "mlflow", "lightgbm", "xgboost")
LONGEST_TEXT = 500
ABSENT = 0xFFFFFFFF


def present(name):
    return name in sys.modules or importlib.util.find_spec(name) is not None


def library(name):
    """A package if it is installed, else None."""
    return importlib.import_module(name) if present(name) else None


def nested(flat, shape):
    """The list of lists of this shape."""
    if not shape:
        return flat[0]
    for size in reversed(shape[1:]):
        flat = [flat[i:i + size] for i in range(0, len(flat), size)] if size else flat
    return flat


def decoded(spec, raw):
    """A NumPy array, or nested lists where there is no NumPy."""
    kind, shape, numpy = spec["datatype"], spec["shape"], library("numpy")
    if kind == "BYTES":
        texts, at = [], 0
        while at < len(raw):
            length = struct.unpack_from("<I", raw, at)[0]
            at += 4
            if length == ABSENT:
                texts.append(None)
            else:
                texts.append(raw[at:at + length].decode("utf-8"))
                at += length
        return numpy.array(texts, dtype=object).reshape(shape) if numpy else nested(texts, shape)
    if numpy:
        return numpy.frombuffer(raw, dtype=NUMPY[kind]).reshape(shape).copy()
    if kind == "FP16":
        return nested(list(struct.unpack("<%de" % (len(raw) // 2), raw)), shape)
    values = array.array(CODES[kind])
    values.frombytes(raw)
    if sys.byteorder == "big":
        values.byteswap()
    flat = [bool(v) for v in values] if kind == "BOOL" else values.tolist()
    return nested(flat, shape)


def measured(value):
    """The shape and the flat elements of nested lists."""
    if not isinstance(value, (list, tuple)):
        return [], [value]
    shape, flat = None, []
    for item in value:
        inner, items = measured(item)
        if shape is not None and inner != shape:
            raise ValueError("the answer's rows differ in length")
        shape = inner
        flat.extend(items)
    return [len(value)] + (shape or []), flat


def texts(flat):
    parts = []
    for item in flat:
        text = item if isinstance(item, bytes) else str(item).encode("utf-8")
        parts.append(struct.pack("<I", len(text)) + text)
    return b"".join(parts)


def encoded(name, value):
    """The description and the bytes of an answer."""
    if hasattr(value, "detach"):
        value = value.detach().cpu()
        value = (value.float() if str(value.dtype) == "torch.bfloat16" else value).numpy()
    if hasattr(value, "toarray"):
        value = value.toarray()
    if hasattr(value, "to_numpy"):
        value = value.to_numpy()
    numpy = sys.modules.get("numpy")
    if numpy and not isinstance(value, numpy.ndarray):
        value = numpy.asarray(value)
    if not numpy:
        shape, flat = measured(value)
        kind, raw = plain(flat)
    else:
        shape, (kind, raw) = list(value.shape), packed(numpy, value)
    return {"name": name, "datatype": kind, "shape": shape, "bytes": len(raw)}, raw


def packed(numpy, value):
    if value.dtype.kind in "biuf" and value.dtype.itemsize <= 8:
        kind = {dtype.lstrip("<"): name for name, dtype in NUMPY.items()}
        name = "BOOL" if value.dtype.kind == "b" else kind[value.dtype.str[1:]]
        return name, numpy.ascontiguousarray(value, dtype=NUMPY[name]).tobytes()
    if value.dtype.kind in "US":
        return "BYTES", texts(value.ravel().tolist())
    return plain(value.ravel().tolist())


def plain(flat):
    """The datatype and bytes of Python's own values: truth, whole, number or text."""
    if flat and all(isinstance(item, bool) for item in flat):
        return "BOOL", bytes(bytearray(flat))
    if flat and all(isinstance(item, int) for item in flat):
        return "INT64", struct.pack("<%dq" % len(flat), *flat)
    if all(isinstance(item, (int, float)) for item in flat):
        return "FP64", struct.pack("<%dd" % len(flat), *flat)
    if all(isinstance(item, (str, bytes)) for item in flat):
        return "BYTES", texts(flat)
    kinds = sorted({type(item).__name__ for item in flat})
    raise TypeError("the model answers %s, which is no tensor" % ", ".join(kinds))


class Model:
    """What was loaded: its object, how it is called, and which output comes from where."""

    def __init__(self, held, config):
        self.held = held
        self.columns = []
        self.inputs = config.get("inputs") or []
        self.outputs = config.get("outputs") or []
        self.declared = bool(self.inputs)
        self.by_name = False
        self.where = {}
        self.warnings = []
        self.torch = hasattr(held, "state_dict") and hasattr(held, "eval")
        if self.torch:
            held.eval()

    def features(self):
        """How many columns it takes; of a pipeline that starts with other code, a later step."""
        if hasattr(self.held, "n_features_in_"):
            return int(self.held.n_features_in_)
        for name, step in getattr(self.held, "steps", None) or []:
            if hasattr(step, "n_features_in_"):
                warning = "its width is that of the step '%s', and a row of zeros fits" % name
                if warning not in self.warnings:
                    self.warnings.append(warning)
                return int(step.n_features_in_)
        return 0

    def describe(self, mlflow):
        """Finds the inputs where nobody declared them."""
        described = ((mlflow or {}).get("signature") or {}).get("inputs")
        if self.declared:
            return
        if described:
            self.from_mlflow(json.loads(described) if isinstance(described, str) else described)
        elif self.features():
            names = getattr(self.held, "feature_names_in_", None)
            self.frame([(str(name), "FP64") for name in names] if names is not None else [])
        else:
            raise Stop("SIGNATURE_MISSING", "%s does not say what it takes" % named(self.held))

    def from_mlflow(self, specs):
        if all(spec.get("type") == "tensor" for spec in specs):
            types_ = {dtype.lstrip("<"): name for name, dtype in NUMPY.items()}
            long = {"float64": "f8", "float32": "f4", "float16": "f2", "bool": "?", "str": "BYTES"}
            long.update({"int64": "i8", "int32": "i4", "int16": "i2", "int8": "i1"})
            long.update({"uint64": "u8", "uint32": "u4", "uint16": "u2", "uint8": "u1"})
            for at, spec in enumerate(specs):
                kind = long.get(spec["tensor-spec"]["dtype"], "")
                if not kind:
                    raise Stop("SIGNATURE_MISSING", "MLmodel's signature has another datatype: %s"
                               % spec["tensor-spec"]["dtype"])
                self.inputs.append({
                    "name": spec.get("name") or "input-%d" % at,
                    "datatype": types_.get(kind, kind),
                    "shape": spec["tensor-spec"]["shape"]})
            self.declared = True
            return
        columns = []
        for at, spec in enumerate(specs):
            kind = MLFLOW.get(spec.get("type"))
            if not kind:
                raise Stop("SIGNATURE_MISSING", "MLmodel's signature has a column of type %s"
                           % spec.get("type"))
            columns.append((spec.get("name") or str(at), kind))
        self.by_name = True  # as MLflow does: a DataFrame, here at least its columns
        self.frame(columns)

    def frame(self, columns):
        """A table: one matrix where all is numbers, and the columns where they have names."""
        self.columns = [{"name": n, "datatype": k, "shape": [-1]} for n, k in columns]
        wide = len(columns) or self.features()
        if any(kind == "BYTES" for _, kind in columns):
            self.inputs = self.columns
        else:
            self.inputs = [{"name": "input-0", "datatype": "FP64", "shape": [-1, wide]}]

    def zeros(self):
        given = {}
        for spec in self.inputs:
            shape = [1 if size < 0 else size for size in spec["shape"]]
            count = 1
            for size in shape:
                count *= size
            raw = b"\0" * (count * (4 if spec["datatype"] == "BYTES" else width(spec["datatype"])))
            given[spec["name"]] = decoded(dict(spec, shape=shape), raw)
        return given

    def probe(self):
        """Asks one row of zeros for the datatypes and shapes of the outputs nobody declared."""
        if self.outputs:
            return
        given = self.zeros()
        methods = [name for name in METHODS if callable(getattr(self.held, name, None))]
        failures = []
        for method in methods or [""]:
            try:
                answers = self.results(method, given)
            except Exception as failed:  # the model's own code: told where no method answers
                failures.append("%s: %s" % (method or "call", told(failed)))
                continue
            for name, value in answers.items():
                spec, _ = encoded(name, value)
                shape = spec["shape"]
                shape = [-1] + shape[1:] if shape and shape[0] == 1 else shape
                self.where[name] = method
                self.outputs.append(
                    {"name": name, "datatype": spec["datatype"], "shape": shape})
        if not self.outputs:
            raise Stop("SIGNATURE_MISSING",
                       "it answers nothing to a row of zeros: " + "; ".join(failures))
        self.warnings += ["left out, it refuses a row of zeros: " + text for text in failures]

    def results(self, method, given):
        """All answers of one method by name."""
        value = self.called(method, given)
        if hasattr(value, "columns") and hasattr(value, "to_numpy"):  # a DataFrame
            value = {str(name): value[name] for name in value.columns}
        if isinstance(value, dict):
            return {str(key): item for key, item in value.items()}
        several = isinstance(value, (list, tuple)) and value
        if several and all(hasattr(item, "shape") and item.shape for item in value):
            return {"%s_%d" % (method or "output", i): item for i, item in enumerate(value)}
        return {method or "output": value}

    def called(self, method, given):
        if self.torch:
            torch = sys.modules["torch"]
            with torch.no_grad():
                return self.held(*[torch.from_numpy(given[s["name"]]) for s in self.inputs])
        function = getattr(self.held, method) if method else self.held
        return function(self.argument(given))

    def argument(self, given):
        """What the model is called with: an array, a DataFrame, or arrays by name."""
        if not self.columns:
            return next(iter(given.values())) if len(given) == 1 else given
        pandas, names = library("pandas"), [spec["name"] for spec in self.columns]
        if "input-0" in given and "input-0" not in names:
            matrix = given["input-0"]
            if not pandas and self.by_name:
                return dict(zip(names, [list(column) for column in zip(*matrix)]))
            if not pandas:
                return matrix
            return pandas.DataFrame(matrix, columns=names)
        if pandas:
            return pandas.DataFrame({name: given[name] for name in names})
        if not self.by_name:
            return [list(row) for row in zip(*[given[name] for name in names])]
        return {name: given[name] for name in names}

    def answer(self, given, wanted):
        """The wanted outputs, in this order."""
        held, found = {}, []
        for name in wanted:
            method = self.method(name)
            if method not in held:
                held[method] = self.by_declaration(method, given)
            if name not in held[method]:
                raise TypeError("the model's answer has no '%s'" % name)
            found.append(encoded(name, held[method][name]))
        return found

    def method(self, name):
        if name in self.where:
            return self.where[name]
        if callable(getattr(self.held, name, None)) and not self.torch:
            return name
        return "predict" if hasattr(self.held, "predict") else ""

    def by_declaration(self, method, given):
        results = self.results(method, given)
        names = [spec["name"] for spec in self.outputs if self.method(spec["name"]) == method]
        if len(results) == len(names) and not set(names) <= set(results):
            return dict(zip(names, results.values()))
        return results


def width(kind):
    return {"FP64": 8, "INT64": 8, "UINT64": 8, "FP32": 4, "INT32": 4, "UINT32": 4, "FP16": 2,
            "INT16": 2, "UINT16": 2}.get(kind, 1)


def named(held):
    return "%s.%s" % (type(held).__module__, type(held).__qualname__)


def told(failed):
    return ("%s: %s" % (type(failed).__name__, failed))[:LONGEST_TEXT]


def opened(config, single):
    """The object that the file or folder holds; from here on its own code runs."""
    mlflow = config.get("mlflow")
    if not config["folder"]:
        return unpickled(single)
    sys.path[:0] = [FOLDER, os.path.join(FOLDER, config.get("code") or "code")]
    if mlflow is not None:
        return from_mlflow(mlflow["flavors"]["python_function"])
    if os.path.exists(FOLDER + "/serin_model.py"):
        return importlib.import_module("serin_model").load(FOLDER)
    found = []
    for name in sorted(os.listdir(FOLDER)):
        if name.endswith((".pkl", ".pickle", ".joblib", ".pt", ".pth")):
            found.append(name)
    if len(found) != 1:
        raise Stop("WORKER_LOAD", "the folder holds no serin_model.py, no MLmodel, and %s model"
                   " files" % (len(found) or "no"))
    with open(os.path.join(FOLDER, found[0]), "rb") as file:
        return unpickled(file.read())


def from_mlflow(flavor):
    loader = flavor["loader_module"]
    if loader.split(".")[0] == "mlflow":
        return importlib.import_module("mlflow.pyfunc").load_model(FOLDER)
    data = flavor.get("data")
    path = os.path.join(FOLDER, data) if data else FOLDER
    return importlib.import_module(loader)._load_pyfunc(path)


def unpickled(single):
    start = bytes(single[:4])
    if start == b"PK\3\4" or b"\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19." in single[:16]:
        torch = importlib.import_module("torch")
        modern = tuple(int(part) for part in torch.__version__.split(".")[:2]) >= (1, 13)
        keys = {"weights_only": False} if modern else {}
        return torch.load(io.BytesIO(single), map_location="cpu", **keys)
    plain_pickle = start[:1] in (b"\x80", b"(", b"c")
    if not plain_pickle or b"joblib.numpy_pickle" in single:
        return importlib.import_module("joblib").load(io.BytesIO(single))
    return importlib.import_module("pickle").loads(single)


def writers():
    found = {"Python": platform.python_version()}
    for name in WRITERS:
        version = getattr(sys.modules.get(name), "__version__", None)
        if version:
            found[name] = str(version)
    return found


def loaded(config, single):
    model = Model(opened(config, single), config)
    model.describe(config.get("mlflow"))
    model.probe()
    classes = getattr(model.held, "classes_", None)
    flat = classes is not None and not any(isinstance(c, (list, tuple)) for c in classes)
    return model, {
        "type": named(model.held),
        "tabular": not model.declared,
        "inputs": model.inputs,
        "columns": model.columns,
        "outputs": model.outputs,
        "labels": [str(label) for label in classes] if flat and len(classes) <= 10000 else [],
        "writers": writers(),
        "warnings": model.warnings,
        "resident": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10,
    }


def predicted(model, header, raw):
    given, at = {}, 0
    for spec in header["inputs"]:
        given[spec["name"]] = decoded(spec, raw[at:at + spec["bytes"]])
        at += spec["bytes"]
    found = model.answer(given, header["outputs"])
    return {"outputs": [spec for spec, _ in found]}, b"".join(part for _, part in found)


def refused(failed):
    """The error of an exception that the model's own code let out."""
    if isinstance(failed, Stop):
        return {"code": failed.code, "what": str(failed)[:LONGEST_TEXT]}
    traceback.print_exc()
    short = isinstance(failed, (ImportError, OSError)) and "failed to map" in str(failed)
    if isinstance(failed, MemoryError) or short:
        return {"code": "WORKER_MEMORY", "what": told(failed)}
    if isinstance(failed, ModuleNotFoundError) and failed.name:
        return {"code": "WORKER_PACKAGE_MISSING", "what": told(failed), "module": failed.name}
    values = isinstance(failed, (ValueError, TypeError, KeyError, IndexError))
    return {"code": "VALUES" if values else "FAILED", "what": told(failed)}


def received(folder, header, raw):
    """Keeps one file of the model: in the private /tmp, or in memory where it is alone."""
    if not folder:
        return raw
    path = os.path.join(FOLDER, header["path"])
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(raw)
    return b""


def budget(seconds):
    """A second line behind the server's clock: so much more time on the processor."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + 4 * seconds) + 2
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def serve(config, facts):
    given, answers = os.dup(0), os.dup(1)
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)  # what the model prints is no answer
    sys.modules["__main__"] = types.ModuleType("__main__")
    write_frame(answers, {"isolation": facts, "python": platform.python_version()})
    model, single = None, b""
    while True:
        frame = read_header(given)
        if frame is None:
            return
        header, raw = frame[0], read_exactly(given, frame[1])
        reply, payload = {}, b""
        budget(config["seconds"])
        try:
            if header["op"] == "file":
                single = received(header["folder"], header, raw)
            elif header["op"] == "load":
                model, reply = loaded(header, single)
                single = b""
            else:
                reply, payload = predicted(model, header, raw)
        except Exception as failed:  # the model's own code may raise anything
            reply = {"error": refused(failed)}
        sys.stdout.flush()
        write_frame(answers, dict(reply, id=header["id"]), payload)


main()
